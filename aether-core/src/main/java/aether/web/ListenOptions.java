package aether.web;

import aether.terminal.Refusal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a server listens, as a user says it. */
public final class ListenOptions {
  private static final int HIGHEST_PORT = 65_535;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Where to listen: this machine only. Default: ${DEFAULT-VALUE}.")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Its port; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--allowed-host",
      paramLabel = "HOST:PORT",
      description = "A further name, with its port, under which browsers may reach this server.")
  private List<String> allowed = List.of();

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Speak HTTPS with this certificate (PEM, with those between it and its CA).")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The certificate's key (PEM, PKCS#8).")
  private @Nullable Path key;

  /**
   * @param port the one it has when the user names none
   */
  public ListenOptions(int port) {
    this.port = port;
  }

  public String host() {
    return host;
  }

  /** Whether only this machine can reach it. */
  public boolean isLoopback() {
    return LoopbackSite.isLoopback(host);
  }

  /** Whether it is to speak HTTPS. */
  public boolean isSecure() {
    return certificate != null;
  }

  /**
   * All of it.
   *
   * @param now when the certificate is to be used
   * @throws Refusal when the port can be none, or a key or certificate stands alone
   * @throws aether.config.ConfigException when a file cannot be used
   */
  public Listening at(Instant now) {
    if (port < 0 || port > HIGHEST_PORT) {
      throw Refusal.usage("--port " + port + " is not between 0 and " + HIGHEST_PORT);
    }
    return new Listening(host, port, names(), read(now));
  }

  /** An address that is listened on is a name that nobody else can make resolve to this machine. */
  private Set<String> names() {
    Set<String> names = new HashSet<>();
    allowed.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    if (!isLoopback()) {
      names.add((host + ":" + port).toLowerCase(Locale.ROOT));
    }
    return names;
  }

  private Optional<ServerCertificate> read(Instant now) {
    if (certificate == null && key == null) {
      return Optional.empty();
    }
    if (certificate == null || key == null) {
      throw Refusal.usage("--tls-cert and --tls-key go together; give the other one as well");
    }
    return Optional.of(ServerCertificate.read(certificate, key, now));
  }
}
