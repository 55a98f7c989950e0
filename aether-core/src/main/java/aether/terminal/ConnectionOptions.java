package aether.terminal;

import aether.config.Account;
import aether.config.BusAddress;
import aether.config.BusFlags;
import aether.config.BusRoute;
import aether.config.BusUrl;
import aether.config.Namespace;
import aether.config.Secret;
import aether.config.TlsChoice;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The connection flags of every command that uses the bus (CONTRACT §12). A picocli mixin. */
public final class ConnectionOptions {
  @Option(
      names = "--redis-host",
      paramLabel = "HOST",
      description = "Host of the bus. Default: $$AETHER_REDIS_HOST, the profile, localhost.")
  private @Nullable String host;

  @Option(
      names = "--redis-port",
      paramLabel = "PORT",
      description = "Its port. Default: $$AETHER_REDIS_PORT, the profile, 6379.")
  private @Nullable Integer port;

  @Option(
      names = "--redis-db",
      paramLabel = "N",
      description = "Its database. Default: $$AETHER_REDIS_DB, the profile, 0.")
  private @Nullable Integer db;

  @Option(
      names = "--redis-username",
      paramLabel = "NAME",
      description = "The ACL user. Default: $$AETHER_REDIS_USERNAME, the profile, none.")
  private @Nullable String username;

  @Option(
      names = "--redis-password",
      paramLabel = "PASSWORD",
      description =
          "Its password; better given as $$AETHER_REDIS_PASSWORD, which no history keeps.")
  private @Nullable String password;

  @Option(names = "--redis-tls", description = "Connect over TLS. Also: $$AETHER_REDIS_TLS.")
  private boolean tls;

  @Option(names = "--redis-no-tls", description = "Connect without TLS, whatever else says so.")
  private boolean noTls;

  @Option(
      names = "--redis-tls-ca",
      paramLabel = "FILE",
      description = "The PEM file of a private CA. Also: $$AETHER_REDIS_TLS_CA.")
  private @Nullable Path ca;

  @Option(
      names = "--redis-tls-cert",
      paramLabel = "FILE",
      description = "The client's certificate, PEM. Also: $$AETHER_REDIS_TLS_CERT.")
  private @Nullable Path certificate;

  @Option(
      names = "--redis-tls-key",
      paramLabel = "FILE",
      description = "The client's key, PEM (PKCS#8). Also: $$AETHER_REDIS_TLS_KEY.")
  private @Nullable Path key;

  @Option(
      names = "--redis-url",
      paramLabel = "URL",
      description =
          "The same in one word, without a password: redis[s]://[user@]host[:port][/db], or"
              + " redis[s]-sentinel://host[:port],…/db#primary. Also: $$AETHER_REDIS_URL.")
  private @Nullable String url;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description =
          "What every key of the bus begins with; in braces for Redis Cluster. Default:"
              + " $$AETHER_NAMESPACE, the profile, aether.")
  private @Nullable String namespace;

  @Option(
      names = "--insecure",
      description =
          "Let plain text leave this machine; only where the way itself is safe. Also:"
              + " $$AETHER_REDIS_INSECURE.")
  private boolean insecure;

  /**
   * The bus these flags name, together with the environment, the profile and the defaults. For a
   * bus that {@code aether bus start} runs on this machine, the password is found in its file; for
   * one that knows its components, that of the first of {@code accounts} whose password is here.
   *
   * @throws aether.config.ConfigException when a setting cannot be used
   */
  public BusAddress address(Surroundings around, Account... accounts) {
    if (password != null) {
      around
          .streams()
          .err()
          .println(
              "aether: --redis-password stands in the process list and the shell history; "
                  + "set AETHER_REDIS_PASSWORD instead");
    }
    Whereabouts whereabouts = new Whereabouts(around);
    return whereabouts.as(whereabouts.address(flags()), accounts);
  }

  private BusFlags flags() {
    return new BusFlags(
        Optional.ofNullable(host),
        Optional.ofNullable(port),
        Optional.ofNullable(db),
        Optional.ofNullable(username),
        Optional.ofNullable(password).map(Secret::new),
        tlsChoice(),
        new BusRoute.Choice(
            Optional.ofNullable(url).map(text -> BusUrl.parse("--redis-url", text)),
            Optional.ofNullable(namespace).map(name -> Namespace.parse("--namespace", name)),
            insecure ? Optional.of(true) : Optional.empty()));
  }

  private TlsChoice tlsChoice() {
    if (tls && noTls) {
      throw Refusal.usage("--redis-tls and --redis-no-tls contradict each other; leave one out");
    }
    return new TlsChoice(
        tls ? Optional.of(true) : noTls ? Optional.of(false) : Optional.empty(),
        Optional.ofNullable(ca),
        Optional.ofNullable(certificate),
        Optional.ofNullable(key));
  }
}
