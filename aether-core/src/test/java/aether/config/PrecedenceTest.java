package aether.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PrecedenceTest {
  private static final Path PROFILE = Path.of("/home/u/.aether/config.json");

  /** A word that is neither on nor off is refused here; the first Aether took it for off (D51). */
  private static boolean isOddTlsWord(JsonNode vector) {
    return vector.path("env").path("AETHER_REDIS_TLS").asString("").equals("2");
  }

  /** The text "false" is off here; the first Aether took any text for on. */
  private static boolean isFalseAsText(JsonNode vector) {
    return vector.path("profile").path("ssl").isString();
  }

  static Stream<JsonNode> vectors() throws IOException {
    try (InputStream in =
        PrecedenceTest.class.getResourceAsStream("/fixtures/resolve_redis.json")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return Json.read(text).orElseThrow().get("vectors").valueStream().toList().stream();
    }
  }

  static Stream<JsonNode> resolved() throws IOException {
    return vectors()
        .filter(vector -> vector.has("ok") && !isOddTlsWord(vector) && !isFalseAsText(vector));
  }

  static Stream<JsonNode> refused() throws IOException {
    return vectors().filter(vector -> vector.has("error") || isOddTlsWord(vector));
  }

  @ParameterizedTest
  @MethodSource("resolved")
  void a_bus_is_found_as_the_first_aether_found_it(JsonNode vector) {
    assertThat(described(resolve(vector))).isEqualTo(vector.get("ok"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void a_value_that_cannot_be_used_is_refused_by_its_name(JsonNode vector) {
    String variable = vector.get("env").propertyNames().iterator().next();
    assertThatThrownBy(() -> resolve(vector))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(variable + " is '" + vector.get("env").get(variable).stringValue())
        .hasMessageContaining("unset it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"enabled", "2", "tru", "ja", "-"})
  void d51_an_unknown_tls_value_never_means_plain_text(String word) {
    assertThatThrownBy(() -> env("AETHER_REDIS_TLS", word))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "AETHER_REDIS_TLS is '"
                + word
                + "', neither on (true, 1, yes, on) nor off (false, 0, no, off); correct it or"
                + " unset it");
  }

  @ParameterizedTest
  @CsvSource({
    "true,true",
    "1,true",
    "YES,true",
    "' on ',true",
    "False,false",
    "0,false",
    "no,false"
  })
  void tls_is_on_or_off_in_the_words_people_use(String word, boolean on) {
    assertThat(env("AETHER_REDIS_TLS", word).tls().isPresent()).isEqualTo(on);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void a_blank_tls_variable_leaves_the_profile_in_force(String blank) {
    BusAddress bus =
        Precedence.resolve(
            BusFlags.NONE, Map.of("AETHER_REDIS_TLS", blank), profile("{\"ssl\": true}"));
    assertThat(bus.tls()).isPresent();
  }

  @Test
  void d51_a_ca_without_a_word_about_tls_is_refused() {
    assertThatThrownBy(() -> env("AETHER_REDIS_TLS_CA", "/e/ca"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'/e/ca'")
        .hasMessageContaining("AETHER_REDIS_TLS=true");
  }

  @Test
  void a_ca_beside_tls_that_is_off_is_passed_over() {
    Map<String, String> env = Map.of("AETHER_REDIS_TLS_CA", "/e/ca", "AETHER_REDIS_TLS", "off");
    assertThat(Precedence.resolve(BusFlags.NONE, env, Optional.empty()).tls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PORT, abc",
    "PORT, 0",
    "PORT, 65536",
    "PORT, 99999999999",
    "PORT, 1.5",
    "DB, -1",
    "DB, x",
    "HOST, ''",
    "HOST, redis://h:1",
    "HOST, a b"
  })
  void a_wrong_value_is_one_line_with_variable_value_and_remedy(String name, String value) {
    String variable = "AETHER_REDIS_" + name;
    assertThatThrownBy(() -> env(variable, value))
        .isInstanceOf(ConfigException.class)
        .message()
        .startsWith(variable + " is '" + value + "', not ")
        .endsWith("; correct it or unset it")
        .hasLineCount(1);
  }

  @Test
  void a_wrong_port_flag_is_named_as_a_flag() {
    assertThatThrownBy(() -> Precedence.resolve(portFlag(0), Map.of(), Optional.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("the port flag is '0', not a whole number from 1 to 65535");
  }

  @Test
  void a_flag_overrides_a_variable_that_cannot_be_used() {
    Map<String, String> env = Map.of("AETHER_REDIS_PORT", "x");
    assertThat(Precedence.resolve(portFlag(7000), env, Optional.empty()).port()).isEqualTo(7000);
  }

  @Test
  void an_empty_variable_hides_the_user_name_of_the_profile() {
    BusAddress bus =
        Precedence.resolve(
            BusFlags.NONE, Map.of("AETHER_REDIS_USERNAME", ""), profile("{\"username\": \"u\"}"));
    assertThat(bus.username()).isEmpty();
  }

  @Test
  void each_field_is_resolved_on_its_own() {
    Map<String, String> env = Map.of("AETHER_REDIS_DB", "3", "AETHER_REDIS_TLS_CERT", "/e/crt");
    BusAddress bus =
        Precedence.resolve(
            portFlag(7001),
            env,
            profile("{\"host\": \"p\", \"port\": 1, \"ssl\": true, \"ssl_ca_certs\": \"/p/ca\"}"));
    assertThat(bus)
        .isEqualTo(
            new BusAddress(
                "p",
                7001,
                3,
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                    new BusAddress.Tls(
                        Optional.of(Path.of("/p/ca")),
                        Optional.of(Path.of("/e/crt")),
                        Optional.empty()))));
  }

  @Test
  void a_password_stays_as_it_was_typed_and_shows_nowhere() {
    BusAddress bus = env("AETHER_REDIS_PASSWORD", " p w ");
    assertThat(bus.password()).contains(new Secret(" p w "));
    assertThat(bus.toString()).doesNotContain("p w");
  }

  private static BusFlags portFlag(int port) {
    BusFlags none = BusFlags.NONE;
    return new BusFlags(
        none.host(), Optional.of(port), none.db(), none.username(), none.password(), none.tls());
  }

  private static BusAddress env(String variable, String value) {
    return Precedence.resolve(BusFlags.NONE, Map.of(variable, value), Optional.empty());
  }

  private static Optional<BusProfile> profile(String json) {
    return Optional.of(new ProfileFormat(PROFILE).parse(json));
  }

  private static BusAddress resolve(JsonNode vector) {
    Map<String, String> env = new HashMap<>();
    vector.get("env").properties().forEach(e -> env.put(e.getKey(), e.getValue().stringValue()));
    JsonNode profile = vector.get("profile");
    return Precedence.resolve(
        flags(vector.get("cli")),
        env,
        profile.isNull() ? Optional.empty() : profile(profile.toString()));
  }

  private static BusFlags flags(JsonNode cli) {
    return new BusFlags(
        text(cli, "host"),
        cli.path("port").isInt() ? Optional.of(cli.path("port").intValue()) : Optional.empty(),
        cli.path("db").isInt() ? Optional.of(cli.path("db").intValue()) : Optional.empty(),
        text(cli, "username"),
        text(cli, "password").map(Secret::new),
        new TlsChoice(
            cli.path("ssl").isBoolean()
                ? Optional.of(cli.path("ssl").booleanValue())
                : Optional.empty(),
            text(cli, "ssl_ca_certs").map(Path::of),
            text(cli, "ssl_certfile").map(Path::of),
            text(cli, "ssl_keyfile").map(Path::of)));
  }

  private static Optional<String> text(JsonNode cli, String name) {
    return cli.path(name).isString() ? Optional.of(cli.path(name).stringValue()) : Optional.empty();
  }

  private static ObjectNode described(BusAddress bus) {
    ObjectNode node =
        Json.object().put("host", bus.host()).put("port", bus.port()).put("db", bus.db());
    bus.username().ifPresent(username -> node.put("username", username));
    bus.password().ifPresent(password -> node.put("password", password.reveal()));
    bus.tls()
        .ifPresent(tls -> {
          node.put("ssl", true);
          tls.ca().ifPresent(path -> node.put("ssl_ca_certs", path.toString()));
          tls.certificate().ifPresent(path -> node.put("ssl_certfile", path.toString()));
          tls.key().ifPresent(path -> node.put("ssl_keyfile", path.toString()));
        });
    return node;
  }
}
