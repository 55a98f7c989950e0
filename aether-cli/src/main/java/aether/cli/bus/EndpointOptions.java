package aether.cli.bus;

import aether.bus.BusException;
import aether.config.BusFlags;
import aether.config.BusRoute;
import aether.config.BusUrl;
import aether.config.Namespace;
import aether.config.Secret;
import aether.config.TlsChoice;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The connection flags of a command whose very subject is the bus (CONTRACT §12). */
public final class EndpointOptions {
  private static final Pattern FLAG_OF_OTHERS = Pattern.compile("(?<![\\w-])--redis-");

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Its host. Default: $$AETHER_REDIS_HOST, the profile, localhost.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = PortOption.class,
      description = "Its port. Default: $$AETHER_REDIS_PORT, the profile, 6379.")
  private @Nullable Integer port;

  @Option(
      names = "--db",
      paramLabel = "N",
      description = "Its database. Default: $$AETHER_REDIS_DB, the profile, 0.")
  private @Nullable Integer db;

  @Option(
      names = "--username",
      paramLabel = "NAME",
      description = "The ACL user. Default: $$AETHER_REDIS_USERNAME, the profile, none.")
  private @Nullable String username;

  @Option(
      names = "--password",
      paramLabel = "PASSWORD",
      description = "The password for the trial; better given as $$AETHER_REDIS_PASSWORD.")
  private @Nullable String password;

  @Option(names = "--tls", description = "Connect over TLS. Also: $$AETHER_REDIS_TLS.")
  private boolean tls;

  @Option(names = "--no-tls", description = "Connect without TLS, whatever else says so.")
  private boolean noTls;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = "The PEM file of a private CA. Also: $$AETHER_REDIS_TLS_CA.")
  private @Nullable Path ca;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The client's certificate, PEM. Also: $$AETHER_REDIS_TLS_CERT.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The client's key, PEM (PKCS#8). Also: $$AETHER_REDIS_TLS_KEY.")
  private @Nullable Path key;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "The same in one word, without a password: redis[s]://[user@]host[:port][/db], or"
              + " redis[s]-sentinel://host[:port],…/db#primary. Also: $$AETHER_REDIS_URL.")
  private @Nullable String url;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description =
          "What every key begins with; in braces for Redis Cluster. Default:"
              + " $$AETHER_NAMESPACE, the profile, aether.")
  private @Nullable String namespace;

  @Option(
      names = "--insecure",
      description =
          "Let plain text leave this machine; only where the way itself is safe. Also:"
              + " $$AETHER_REDIS_INSECURE.")
  private boolean insecure;

  /** What was said; files are taken from where the command was started. */
  public BusFlags flags(Surroundings around) {
    if (tls && noTls) {
      throw Refusal.usage("--tls and --no-tls contradict each other; leave one out");
    }
    if (password != null) {
      around
          .streams()
          .err()
          .println(
              "aether: --password stands in the process list and the shell history; "
                  + "set AETHER_REDIS_PASSWORD instead");
    }
    return new BusFlags(
        Optional.ofNullable(host),
        Optional.ofNullable(port),
        Optional.ofNullable(db),
        Optional.ofNullable(username),
        Optional.ofNullable(password).map(Secret::new),
        new TlsChoice(
            tls ? Optional.of(true) : noTls ? Optional.of(false) : Optional.empty(),
            file(ca, around),
            file(certificate, around),
            file(key, around)),
        new BusRoute.Choice(
            Optional.ofNullable(url).map(text -> BusUrl.parse("--url", text)),
            Optional.ofNullable(namespace).map(name -> Namespace.parse("--namespace", name)),
            insecure ? Optional.of(true) : Optional.empty()));
  }

  /** What {@code failure} says, its remedies in the flags that stand here. */
  public static String inItsFlags(BusException failure) {
    return FLAG_OF_OTHERS.matcher(String.valueOf(failure.getMessage())).replaceAll("--");
  }

  private static Optional<Path> file(@Nullable Path file, Surroundings around) {
    return Optional.ofNullable(file)
        .filter(path -> !path.toString().isEmpty())
        .map(path -> around.directory().resolve(path));
  }
}
