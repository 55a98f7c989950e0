package aether.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.config.BusRoute.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a bus is found and shared: URLs, sentinels, namespaces, and plain text (CONTRACT §12). */
class BusRouteTest {
  private static final String SENTINELS = "rediss-sentinel://a:26380,[::1],10.0.0.3:1/2#prime";

  @TempDir private Path dir;

  @Test
  void a_url_says_where_a_bus_is_and_how_it_is_protected() {
    BusAddress bus = env(Map.of("AETHER_REDIS_URL", "rediss://ann@bus.example:7000/3"));
    assertThat(bus.host()).isEqualTo("bus.example");
    assertThat(bus.port()).isEqualTo(7000);
    assertThat(bus.db()).isEqualTo(3);
    assertThat(bus.username()).contains("ann");
    assertThat(bus.tls()).isPresent();
    assertThat(bus.route().sentinels()).isEmpty();
  }

  @Test
  void a_url_may_name_sentinels_and_their_primary() {
    BusAddress bus = env(Map.of("AETHER_REDIS_URL", SENTINELS));
    assertThat(bus.route().sentinels())
        .contains(
            new BusRoute.Sentinels(
                List.of(new Node("a", 26380), new Node("::1", 26379), new Node("10.0.0.3", 1)),
                "prime",
                Optional.empty()));
    assertThat(bus.tls()).isPresent();
    assertThat(bus.display()).isEqualTo("prime by the sentinels a:26380,[::1]:26379,10.0.0.3:1/2");
  }

  @Test
  void a_field_on_its_own_wins_over_the_url_of_the_same_place() {
    BusAddress bus = env(Map.of("AETHER_REDIS_URL", "redis://u:7000/3", "AETHER_REDIS_DB", "4"));
    assertThat(bus.display()).isEqualTo("u:7000/4");
    assertThat(env(Map.of("AETHER_REDIS_URL", SENTINELS, "AETHER_REDIS_HOST", "h")).route())
        .isEqualTo(BusRoute.DIRECT);
  }

  @Test
  void a_url_in_a_higher_place_wins_over_fields_in_a_lower_one() {
    Map<String, String> env = Map.of("AETHER_REDIS_HOST", "e", "AETHER_REDIS_TLS", "true");
    BusAddress bus = Precedence.resolve(url("redis://f:1"), env, Optional.empty());
    assertThat(bus.display()).isEqualTo("f:1/0");
    assertThat(bus.tls()).isEmpty();
    BusAddress by = Precedence.resolve(url(SENTINELS), env, Optional.empty());
    assertThat(by.route().sentinels()).isPresent();
  }

  @Test
  void a_bus_behind_sentinels_is_kept_in_the_profile() {
    Path file = dir.resolve("config.json");
    BusAddress bus =
        Precedence.resolve(url(SENTINELS), Map.of("AETHER_NAMESPACE", "{two}"), Optional.empty());
    BusProfile.of(bus).write(file);
    assertThat(Precedence.resolve(BusFlags.NONE, Map.of(), BusProfile.read(file))).isEqualTo(bus);
    BusAddress plain =
        new BusAddress("h", 1, 0, Optional.empty(), Optional.empty(), Optional.empty());
    BusAddress insecure = plain.withRoute(new BusRoute(Namespace.DEFAULT, Optional.empty(), true));
    BusProfile.of(insecure).write(file);
    assertThat(Precedence.resolve(BusFlags.NONE, Map.of(), BusProfile.read(file)))
        .isEqualTo(insecure);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "h",
        "http://h",
        "redis://",
        "redis://h:0",
        "redis://h:99999",
        "redis://a,b",
        "redis://h#prime",
        "redis-sentinel://a,b",
        "redis-sentinel://a,,b#p",
        "redis://h/x"
      })
  void what_is_no_such_url_is_refused_in_one_line(String text) {
    assertThatThrownBy(() -> env(Map.of("AETHER_REDIS_URL", text)))
        .isInstanceOf(ConfigException.class)
        .message()
        .contains("AETHER_REDIS_URL")
        .hasLineCount(1);
  }

  @Test
  void a_password_in_a_url_is_refused_and_not_repeated() {
    assertThatThrownBy(() -> env(Map.of("AETHER_REDIS_URL", "redis://u:secret-word@h")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "AETHER_REDIS_URL holds a password; leave it out there and set AETHER_REDIS_PASSWORD");
  }

  @ParameterizedTest
  @CsvSource({"aether", "two.buses", "{aether}", "A-1_b"})
  void a_namespace_is_a_word_perhaps_in_braces(String name) {
    assertThat(env(Map.of("AETHER_NAMESPACE", name)).route().namespace().name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "*", "a b", "{a", "a}", "{}", "[a]", "a?", "\u00e9"})
  void what_could_reach_into_another_bus_is_no_namespace(String name) {
    assertThatThrownBy(() -> env(Map.of("AETHER_NAMESPACE", name)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("AETHER_NAMESPACE is '" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1"})
  void plain_text_may_stay_on_this_machine(String host) {
    assertThat(at(host, Map.of()).requireProtected().host()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bus.example", "10.0.0.1", "localhost.example", "127.0.0.1.example", "0.0.0.0"})
  void plain_text_does_not_leave_this_machine_unasked(String host) {
    assertThatThrownBy(() -> at(host, Map.of()).requireProtected())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(host + ":6379/0")
        .hasMessageContaining("--insecure");
    assertThat(at(host, Map.of("AETHER_REDIS_TLS", "on")).requireProtected().tls()).isPresent();
    assertThat(at(host, Map.of("AETHER_REDIS_INSECURE", "yes")).requireProtected().host())
        .isEqualTo(host);
  }

  @Test
  void plain_text_to_one_sentinel_elsewhere_is_refused_too() {
    assertThatThrownBy(() ->
            env(Map.of("AETHER_REDIS_URL", "redis-sentinel://localhost,other#p"))
                .requireProtected())
        .isInstanceOf(ConfigException.class);
  }

  private static BusAddress at(String host, Map<String, String> env) {
    Map<String, String> all = new java.util.HashMap<>(env);
    all.put("AETHER_REDIS_HOST", host);
    return env(all);
  }

  private static BusAddress env(Map<String, String> env) {
    return Precedence.resolve(BusFlags.NONE, env, Optional.empty());
  }

  private static BusFlags url(String text) {
    return new BusFlags(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        TlsChoice.UNSAID,
        new BusRoute.Choice(
            Optional.of(BusUrl.parse("--redis-url", text)), Optional.empty(), Optional.empty()));
  }
}
