package aether.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where the bus is: flag over environment over profile over default, each field on its own
 * (CONTRACT §12).
 */
public final class Precedence {
  private static final String ENV = "AETHER_REDIS_";

  private final BusFlags flags;
  private final Map<String, String> env;
  private final BusProfile profile;

  private Precedence(BusFlags flags, Map<String, String> env, BusProfile profile) {
    this.flags = flags;
    this.env = env;
    this.profile = profile;
  }

  /**
   * The bus that these three name together.
   *
   * @param env the environment; only {@code AETHER_REDIS_*} and {@code AETHER_NAMESPACE} are looked
   *     at. An empty {@code HOST}, {@code PORT}, {@code DB} or {@code URL} is a mistake, an empty
   *     {@code TLS} or {@code INSECURE} is unsaid, an empty one of the others means "none"
   * @throws ConfigException when a value that counts cannot be used, or when a certificate is named
   *     and nobody says whether TLS is on: that must not become plain text in silence (D51)
   */
  public static BusAddress resolve(
      BusFlags flags, Map<String, String> env, Optional<BusProfile> profile) {
    return new Precedence(flags, env, profile.orElse(BusProfile.EMPTY)).address();
  }

  private BusAddress address() {
    BusAddress last = BusAddress.DEFAULT;
    return new BusAddress(
        chosen(
                () -> flag("host", flags.host(), Setting::host),
                () -> env("HOST", Setting::host),
                profile::host,
                url -> Optional.of(url.node().host()))
            .orElse(last.host()),
        chosen(
                () -> flag("port", flags.port(), Setting::port),
                () -> env("PORT", Setting::port),
                profile::port,
                url -> Optional.of(url.node().port()))
            .orElse(last.port()),
        chosen(
                () -> flag("db", flags.db(), Setting::db),
                () -> env("DB", Setting::db),
                profile::db,
                BusUrl::db)
            .orElse(last.db()),
        chosen(
                flags::username,
                () -> env("USERNAME", Setting::value),
                profile::username,
                BusUrl::username)
            .filter(name -> !name.isEmpty()),
        flags
            .password()
            .or(() -> env("PASSWORD", Setting::value).map(Secret::new))
            .filter(password -> !password.reveal().isEmpty()),
        tls(),
        route());
  }

  /** What the highest place says that says anything; in one place a URL says what nobody else. */
  private <T> Optional<T> chosen(
      Supplier<Optional<T>> flag,
      Supplier<Optional<T>> env,
      Supplier<Optional<T>> kept,
      Function<BusUrl, Optional<T>> ofUrl) {
    return flag.get()
        .or(() -> flags.route().url().flatMap(ofUrl))
        .or(env)
        .or(() -> urlOfEnv().flatMap(ofUrl))
        .or(kept)
        .or(() -> profile.route().url().flatMap(ofUrl));
  }

  private BusRoute route() {
    return new BusRoute(
        flags
            .route()
            .namespace()
            .or(() -> setting("AETHER_NAMESPACE", Setting::namespace))
            .or(profile.route()::namespace)
            .orElse(Namespace.DEFAULT),
        sentinels()
            .map(found -> found.with(env("SENTINEL_PASSWORD", Setting::value).map(Secret::new))),
        flags
            .route()
            .insecure()
            .or(() -> spoken("INSECURE"))
            .or(profile.route()::insecure)
            .orElse(false));
  }

  /** Those of the highest place that says where the bus is; none when it names the server. */
  private Optional<BusRoute.Sentinels> sentinels() {
    if (flags.host().or(() -> flags.port().map(Object::toString)).isPresent()) {
      return Optional.empty();
    }
    if (flags.route().url().isPresent()) {
      return flags.route().url().flatMap(BusUrl::sentinels);
    }
    if (env.containsKey(ENV + "HOST") || env.containsKey(ENV + "PORT")) {
      return Optional.empty();
    }
    Optional<BusUrl> ofEnv = urlOfEnv();
    if (ofEnv.isPresent() || profile.host().isPresent() || profile.port().isPresent()) {
      return ofEnv.flatMap(BusUrl::sentinels);
    }
    return profile.route().url().flatMap(BusUrl::sentinels);
  }

  private Optional<BusUrl> urlOfEnv() {
    return env("URL", Setting::url);
  }

  private Optional<BusAddress.Tls> tls() {
    Optional<Boolean> on =
        chosen(
            flags.tls()::on, () -> spoken("TLS"), profile.tls()::on, url -> Optional.of(url.tls()));
    Optional<Path> ca = file(TlsChoice::ca, "TLS_CA");
    Optional<Path> certificate = file(TlsChoice::certificate, "TLS_CERT");
    Optional<Path> key = file(TlsChoice::key, "TLS_KEY");
    if (on.isEmpty()) {
      ca.or(() -> certificate).or(() -> key).ifPresent(Precedence::refuseUndecided);
    }
    return on.filter(wanted -> wanted).map(yes -> new BusAddress.Tls(ca, certificate, key));
  }

  private Optional<Boolean> spoken(String name) {
    return env(name, Setting::value).filter(word -> !word.isBlank()).isPresent()
        ? env(name, Setting::onOff)
        : Optional.empty();
  }

  private Optional<Path> file(Function<TlsChoice, Optional<Path>> part, String name) {
    return part.apply(flags.tls())
        .or(() -> env(name, Setting::path))
        .or(() -> part.apply(profile.tls()))
        .filter(path -> !path.toString().isEmpty());
  }

  private static void refuseUndecided(Path named) {
    throw new ConfigException(
        "'"
            + named
            + "' is named for TLS, but nothing says that TLS is on; set AETHER_REDIS_TLS=true or"
            + " pass the tls flag (AETHER_REDIS_TLS=false for a plain connection)");
  }

  private <T> Optional<T> env(String name, Function<Setting, T> meaning) {
    return setting(ENV + name, meaning);
  }

  private <T> Optional<T> setting(String variable, Function<Setting, T> meaning) {
    return Optional.ofNullable(env.get(variable))
        .map(value -> meaning.apply(new Setting(variable, value, "correct it or unset it")));
  }

  private static <T> Optional<T> flag(
      String name, Optional<T> given, Function<Setting, T> meaning) {
    return given.map(value ->
        meaning.apply(
            new Setting("the " + name + " flag", value.toString(), "correct it or leave it out")));
  }
}
