package aether.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
   * @param env the environment; only {@code AETHER_REDIS_*} is looked at. An empty {@code HOST},
   *     {@code PORT} or {@code DB} is a mistake, an empty {@code TLS} is unsaid, an empty one of
   *     the others means "none"
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
        flag("host", flags.host(), Setting::host)
            .or(() -> env("HOST", Setting::host))
            .or(profile::host)
            .orElse(last.host()),
        flag("port", flags.port(), Setting::port)
            .or(() -> env("PORT", Setting::port))
            .or(profile::port)
            .orElse(last.port()),
        flag("db", flags.db(), Setting::db)
            .or(() -> env("DB", Setting::db))
            .or(profile::db)
            .orElse(last.db()),
        flags
            .username()
            .or(() -> env("USERNAME", Setting::value))
            .or(profile::username)
            .filter(name -> !name.isEmpty()),
        flags
            .password()
            .or(() -> env("PASSWORD", Setting::value).map(Secret::new))
            .filter(password -> !password.reveal().isEmpty()),
        tls());
  }

  private Optional<BusAddress.Tls> tls() {
    Optional<Boolean> on = flags.tls().on().or(this::tlsOfEnv).or(profile.tls()::on);
    Optional<Path> ca = file(TlsChoice::ca, "TLS_CA");
    Optional<Path> certificate = file(TlsChoice::certificate, "TLS_CERT");
    Optional<Path> key = file(TlsChoice::key, "TLS_KEY");
    if (on.isEmpty()) {
      ca.or(() -> certificate).or(() -> key).ifPresent(Precedence::refuseUndecided);
    }
    return on.filter(wanted -> wanted).map(yes -> new BusAddress.Tls(ca, certificate, key));
  }

  private Optional<Boolean> tlsOfEnv() {
    return env("TLS", Setting::value).filter(word -> !word.isBlank()).isPresent()
        ? env("TLS", Setting::onOff)
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
    String variable = ENV + name;
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
