package aether.operator;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.AuditTrail.Verdict;
import aether.bus.ControlState;
import aether.config.Account;
import aether.config.Secret;
import aether.desk.OperatorDesk;
import aether.message.ConversationId;
import aether.message.IdSource;
import aether.observatory.ledger.LimitsFile;
import aether.observatory.ledger.LimitsInForce;
import aether.observatory.pipeline.Limits;
import aether.redis.write.RedisBus;
import aether.testkit.HandClock;
import aether.testkit.Http;
import aether.testkit.RedisServer;
import aether.testkit.Terminal;
import aether.web.AccessToken;
import aether.web.Listening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class OperatorCommandTest {
  @RegisterExtension static final RedisServer redis = RedisServer.start();

  @TempDir private Path home;

  private static final String TOKEN = "0123456789abcdef";

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "change-me", " padded but long enough", "short", "ünïcödé-ünïcödé"})
  void it_does_not_start_without_a_token_of_its_own(String token) {
    Terminal terminal = new Terminal(home, Map.of("AETHER_OPERATOR_TOKEN", token));
    assertThat(run(terminal)).isEqualTo(2);
    assertThat(terminal.err())
        .contains("AETHER_OPERATOR_TOKEN", "aether operator token")
        .hasLineCount(1);
    assertThat(terminal.out()).isEmpty();
    assertThat(token.isBlank() || token.equals("change-me") || !terminal.err().contains(token))
        .isTrue();
  }

  @Test
  void it_does_not_start_where_no_token_was_ever_made() {
    Terminal terminal = new Terminal(home, Map.of());
    assertThat(run(terminal)).isEqualTo(2);
    assertThat(terminal.err()).contains("aether operator token").hasLineCount(1);
  }

  @Test
  void a_token_is_made_once_kept_private_and_rotated() throws IOException {
    String first = token();
    assertThat(first).matches("[0-9a-f]{64}");
    assertThat(token()).isEqualTo(first);
    Path file = home.resolve(".aether").resolve("operator.token");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String second = token("--rotate");
    assertThat(second).matches("[0-9a-f]{64}").isNotEqualTo(first);
    assertThat(token()).isEqualTo(second);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_token_that_others_can_read_is_not_used() throws IOException {
    token();
    Path file = home.resolve(".aether").resolve("operator.token");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Terminal terminal = new Terminal(home, Map.of());
    assertThat(run(terminal)).isEqualTo(1);
    assertThat(terminal.err()).contains("operator.token", "--rotate").hasLineCount(1);
  }

  @Test
  void it_does_not_listen_to_others() {
    Terminal terminal = new Terminal(home, Map.of("AETHER_OPERATOR_TOKEN", TOKEN));
    assertThat(run(terminal, "--host", "192.0.2.1")).isEqualTo(2);
    assertThat(terminal.err()).contains("192.0.2.1", "127.0.0.1").hasLineCount(1);
  }

  @Test
  void a_bus_that_is_not_there_is_one_line() {
    Terminal terminal = new Terminal(home, Map.of("AETHER_OPERATOR_TOKEN", TOKEN));
    assertThat(run(terminal, "--redis-port", "1")).isEqualTo(1);
    assertThat(terminal.err()).contains("localhost:1").doesNotContain(TOKEN).hasLineCount(1);
  }

  @Test
  void on_redis_the_decision_and_its_records_are_one_step() {
    try (RedisBus bus = RedisBus.connect(redis.as(new Account.Operator()));
        OperatorPanel panel =
            OperatorPanel.start(
                desk(bus),
                Sight.of(bus.observer()),
                new AccessToken(new Secret("tok")),
                new Panel.Books(new HandClock()),
                Listening.here(0))) {
      Http.Answer answer =
          new Http(panel.address())
              .send(
                  "POST",
                  "/pause",
                  Map.of("Authorization", "Bearer tok", "Content-Type", "application/json"),
                  "{\"conversation_id\": \"c\"}");
      ConversationId c = new ConversationId("c");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(bus.observer().control().conversations(List.of(c)))
          .containsEntry(c, ControlState.PAUSED);
      assertThat(String.valueOf(redis.call("XRANGE", "aether:events", "-", "+")))
          .contains("\"action\": \"pause\"");
      assertThat(bus.observer().auditTrail().verify()).isInstanceOf(Verdict.Whole.class);
    }
  }

  @Test
  void its_own_jar_knows_the_books_and_the_prompts_of_its_host() {
    List<Host> hosts = new ArrayList<>();
    int ended =
        new Terminal(home, Map.of())
            .run(
                around -> {
                  LimitsFile.of(around.home().ledgers(), Panel.BETA)
                      .write(new LimitsInForce(Limits.DEFAULT, Map.of()));
                  hosts.add(new ThisHost(around));
                  return OperatorCommand.with(around);
                },
                "--help");
    assertThat(ended).isZero();
    try (RedisBus bus = RedisBus.connect(redis.as(new Account.Operator()));
        OperatorPanel panel =
            OperatorPanel.start(
                desk(bus),
                Sight.of(bus.observer()),
                new AccessToken(new Secret("tok")),
                hosts.getFirst(),
                Listening.here(0))) {
      Http http = new Http(panel.address());
      Http.Answer granted =
          ask(http, "POST", "/grant_budget", "{\"project_id\": \"beta\", \"usd\": \"2.50\"}");
      assertThat(granted.status()).as(granted.body()).isEqualTo(200);
      JsonNode books = ask(http, "GET", "/api/budgets", "").json().path("bodies").path(0);
      assertThat(books.path("project_id").asString()).isEqualTo("beta");
      assertThat(books.path("granted_usd").asString()).startsWith("2.5");
      assertThat(books.path("meters").size()).isPositive();
      String hello = "{\"to\": \"broadcast\", \"intent\": \"inform\", \"text\": \"hi there\"}";
      assertThat(ask(http, "POST", "/preview", hello).body())
          .contains("BEGIN MESSAGE", "hi there", "END MESSAGE");
    }
  }

  private static Http.Answer ask(Http http, String method, String path, String body) {
    return http.send(
        method,
        path,
        Map.of("Authorization", "Bearer tok", "Content-Type", "application/json"),
        body);
  }

  private static OperatorDesk desk(RedisBus bus) {
    return bus.desk("operator", InstantSource.system(), IdSource.random());
  }

  private String token(String... args) {
    Terminal terminal = new Terminal(home, Map.of());
    List<String> all = new ArrayList<>(List.of("token"));
    all.addAll(List.of(args));
    assertThat(run(terminal, all.toArray(String[]::new))).isZero();
    return terminal.out().strip();
  }

  private static int run(Terminal terminal, String... args) {
    return terminal.run(OperatorCommand::with, args);
  }
}
