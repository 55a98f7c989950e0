package aether.operator;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.config.BusAddress;
import aether.config.Secret;
import aether.message.IdSource;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.testkit.HandClock;
import aether.testkit.Http;
import aether.testkit.RedisServer;
import aether.testkit.RequiresRedis7;
import aether.web.AccessToken;
import aether.web.Listening;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the panel says when its Redis user may not do what the operator wants. */
class RefusedByTheBusTest {
  @RegisterExtension static final RedisServer redis = RedisServer.start();

  private static final Map<String, String> HEADERS =
      Map.of("Authorization", "Bearer tok", "Content-Type", "application/json");

  private RedisBus bus;
  private OperatorPanel panel;
  private Http http;

  @BeforeEach
  void register() {
    try (RedisBus owner = RedisBus.connect(redis.address())) {
      var _ =
          owner
              .registrar()
              .register(new Body(new ProjectId("beta"), "Beta", List.of("api")), false);
    }
    redis.call("SET", "aether:control:project:gone", "killed");
  }

  @AfterEach
  void close() {
    panel.close();
    bus.close();
  }

  @RequiresRedis7
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /pause          | {"conversation_id": "c"}
          /terminate      | {"conversation_id": "c"}
          /kill_project   | {"project_id": "beta"}
          /revive_project | {"project_id": "gone"}
          /pause_project  | {"project_id": "beta"}
          /ask_first      | {"project_id": "beta", "on": true}
          /unregister     | {"project_id": "beta"}
          """)
  void who_may_append_but_not_decide_changes_nothing_and_is_told_and_audited(
      String path, String order) {
    serve("%R~*", "~aether:events", "~aether:audit", "~aether:audit:head", "+@all");
    String before = world();
    Http.Answer answer = http.send("POST", path, HEADERS, order);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().path("detail").stringValue())
        .contains("NOPERM", "--redis-username")
        .hasLineCount(1);
    assertThat(world()).isEqualTo(before);
    String attempted = path.substring(1);
    assertThat(deeds()).hasSize(1).allMatch(deed -> deed.contains("\"action\": \"refused\""));
    assertThat(deeds().getFirst()).contains(attempted, "NOPERM");
    assertThat(bus.observer().auditTrail().verify().toString()).contains("Whole");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /pause          | {"conversation_id": "c"}
          /kill_project   | {"project_id": "beta"}
          /unregister     | {"project_id": "beta"}
          /inject         | {"to": "beta", "text": "hello"}
          """)
  void who_may_not_audit_may_not_act_either(String path, String order) {
    serve("~*", "+@all", "-xadd");
    String before = world();
    Http.Answer answer = http.send("POST", path, HEADERS, order);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("NOPERM");
    assertThat(world()).isEqualTo(before);
    assertThat(deeds()).isEmpty();
    assertThat(redis.call("EXISTS", "aether:audit", "aether:inbox:beta")).isEqualTo(0L);
  }

  /** A panel whose user has these rights. */
  private void serve(String... rights) {
    String[] rule = {"ACL", "SETUSER", "half", "reset", "on", ">half", "&*"};
    redis.call(
        Stream.concat(List.of(rule).stream(), List.of(rights).stream()).toArray(String[]::new));
    BusAddress all = redis.address();
    bus =
        RedisBus.connect(
            new BusAddress(
                all.host(),
                all.port(),
                all.db(),
                Optional.of("half"),
                Optional.of(new Secret("half")),
                all.tls()));
    panel =
        OperatorPanel.start(
            bus.desk("operator", InstantSource.system(), IdSource.random()),
            Sight.of(bus.observer()),
            new AccessToken(new Secret("tok")),
            new Panel.Books(new HandClock()),
            Listening.here(0));
    http = new Http(panel.address());
  }

  /** Everything but the records of what happened. */
  private static String world() {
    return redis.call("KEYS", "aether:control:*")
        + " "
        + redis.call("GET", "aether:control:project:gone")
        + " "
        + redis.call("HGETALL", "aether:registry");
  }

  private static List<String> deeds() {
    return String.valueOf(redis.call("XRANGE", "aether:events", "-", "+"))
        .lines()
        .flatMap(text -> List.of(text.split("\\{\"kind\"")).stream().skip(1))
        .toList();
  }
}
