package aether.operator;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.ControlState;
import aether.config.Secret;
import aether.message.ConversationId;
import aether.redis.write.RedisBus;
import aether.testkit.Http;
import aether.testkit.RedisServer;
import aether.testkit.Terminal;
import aether.web.AccessToken;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OperatorCommandTest {
  @RegisterExtension static final RedisServer redis = RedisServer.start();

  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "change-me", " padded"})
  void it_does_not_start_without_a_token_of_its_own(String token) {
    Terminal terminal = new Terminal(home, Map.of("AETHER_OPERATOR_TOKEN", token));
    assertThat(run(terminal)).isEqualTo(2);
    assertThat(terminal.err()).contains("AETHER_OPERATOR_TOKEN").hasLineCount(1);
    assertThat(terminal.out()).isEmpty();
  }

  @Test
  void it_does_not_listen_to_others() {
    Terminal terminal = new Terminal(home, Map.of("AETHER_OPERATOR_TOKEN", "tok"));
    assertThat(run(terminal, "--host", "192.0.2.1")).isEqualTo(2);
    assertThat(terminal.err()).contains("192.0.2.1", "127.0.0.1").hasLineCount(1);
  }

  @Test
  void a_bus_that_is_not_there_is_one_line() {
    Terminal terminal = new Terminal(home, Map.of("AETHER_OPERATOR_TOKEN", "tok"));
    assertThat(run(terminal, "--redis-port", "1")).isEqualTo(1);
    assertThat(terminal.err()).contains("localhost:1").hasLineCount(1);
  }

  @Test
  void on_redis_the_decision_and_its_record_are_one_step() {
    try (RedisBus bus = RedisBus.connect(redis.address());
        OperatorPanel panel =
            OperatorPanel.start(
                new Routes(
                    bus.controls(InstantSource.system()), new AccessToken(new Secret("tok"))),
                "127.0.0.1",
                0)) {
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
    }
  }

  private static int run(Terminal terminal, String... args) {
    return terminal.run(around -> new CommandLine(new OperatorCommand(around)), args);
  }
}
