package aether.observatory;

import static org.assertj.core.api.Assertions.assertThat;

import aether.event.Event;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.redis.Keys;
import aether.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Agents that the constellation names instead of {@code claude}, in a daemon of its own. */
@Timeout(60)
class OtherAgentProcessTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private static final String CONTROL =
      "{\"reply_needed\": true, \"to\": null, \"reply_body\":"
          + " {\"intent\": \"result\", \"text\": \"It is order_id.\"}, \"summary\": \"said it\"}";

  @TempDir private Path temp;
  private Scene scene;

  @BeforeEach
  void set_the_stage() throws IOException {
    scene = Scene.set(temp, REDIS);
  }

  @AfterEach
  void clear_the_stage() {
    scene.close();
  }

  @Test
  void one_that_writes_text_answers_and_each_run_costs_what_was_set_aside() throws Exception {
    Path agent =
        agent("cat > \"$OUT/prompt\"; env > \"$OUT/env\"; echo Looked.; echo '" + CONTROL + "'");
    chart("{command: [%s, --fast], format: text}".formatted(agent), "");
    scene.online(scene.beta());
    Envelope question = scene.ask("Which field?");

    scene.until("it is answered", () -> scene.messages().size() == 2);
    assertThat(scene.messages().getLast().content().text()).isEqualTo("It is order_id.");
    assertThat(scene.messages().getLast().replyTo()).contains(question.id());
    assertThat(scene.done().getFirst().usage().orElseThrow().costUsd()).isEmpty();
    assertThat(Files.readString(temp.resolve("home/ledger/beta.jsonl"))).contains("0.5");
    assertThat(Files.readString(temp.resolve("prompt")))
        .contains("You speak for this project on Aether", "Which field?");
    assertThat(Files.readString(temp.resolve("env")))
        .contains("AETHER_HEADLESS=1")
        .doesNotContain("AETHER_HOME", "AETHER_REDIS");
  }

  @Test
  void one_that_speaks_as_claude_does_answers_and_says_what_it_cost() throws Exception {
    Path agent =
        agent(
            stream(
                "\"tools\":[\"Lookup\"],\"mcp_servers\":[],\"cwd\":\"$PWD\"",
                CONTROL.replace("\"", "\\\\\"")));
    chart("{command: [%s], format: claude-stream-json}".formatted(agent), "tools: [Lookup]");
    scene.online(scene.beta());
    scene.ask("Which field?");

    scene.until("it is answered", () -> scene.messages().size() == 2);
    assertThat(scene.messages().getLast().content().text()).isEqualTo("It is order_id.");
    assertThat(scene.done().getFirst().usage().orElseThrow().costUsd())
        .hasValueSatisfying(usd -> assertThat(usd).isEqualByComparingTo("0.25"));
  }

  @Test
  void one_that_has_more_than_it_may_is_ended_and_its_message_is_a_dead_letter() throws Exception {
    Path agent = agent(stream("\"tools\":[\"Bash\"]", "") + "sleep 60\n");
    chart("{command: [%s], format: claude-stream-json}".formatted(agent), "");
    scene.online(scene.beta());
    scene.ask("Which field?");

    scene.until("it is given up", () -> !dead().isEmpty());
    assertThat(dead())
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.attempts()).isEqualTo(1);
          assertThat(letter.error())
              .startsWith("policy violation: ")
              .contains("was ended: it has tool 'Bash'; allowed are [Glob, Grep, Read]");
        });
  }

  @Test
  void one_that_hangs_is_ended_at_the_limit_of_its_entry_with_all_it_started() throws Exception {
    Path agent = agent("echo $$ >> \"$OUT/pids\"; sleep 60 & echo $! >> \"$OUT/pids\"; wait");
    chart("{command: [%s]}".formatted(agent), "timeout: 1");
    scene.online(scene.beta("--max-attempts", "1"));
    scene.ask("Which field?");

    scene.until("it is given up", () -> !dead().isEmpty());
    assertThat(dead().getFirst().error()).contains("the limit of a run; raise `timeout`");
    assertThat(Files.readAllLines(temp.resolve("pids")))
        .hasSize(2)
        .noneMatch(OtherAgentProcessTest::isLiving);
    assertThat(REDIS.call("XLEN", Keys.dead(Scene.BETA))).isEqualTo(1L);
  }

  private List<Extinction.DeadLettered> dead() {
    return scene.events().stream()
        .flatMap(event ->
            event instanceof Event.Extinguished out
                    && out.why() instanceof Extinction.DeadLettered letter
                ? Stream.of(letter)
                : Stream.of())
        .toList();
  }

  /** Not one that only waits for its parent to take note of its end. */
  private static boolean isLiving(String pid) {
    Path stat = Path.of("/proc", pid, "stat");
    try {
      return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
    } catch (IOException e) {
      return false; // gone meanwhile
    }
  }

  private static String stream(String stated, String result) {
    return """
    cat > /dev/null
    echo "{\\"type\\":\\"system\\",\\"subtype\\":\\"init\\",%s}"
    echo '{"type":"result","subtype":"success","is_error":false,"result":"%s","total_cost_usd":0.25}'
    """
        .formatted(stated.replace("\"", "\\\""), result);
  }

  private Path agent(String body) throws IOException {
    Path agent = Files.writeString(temp.resolve("agent"), "#!/bin/sh\nOUT='" + temp + "'\n" + body);
    Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rwxr-xr-x"));
    return agent;
  }

  private void chart(String runner, String more) throws IOException {
    Files.writeString(
        temp.resolve("home/constellation.yaml"),
        """
        bodies:
          alpha: {description: asks}
          beta:
            description: answers
            working_dir: %s
            runner: %s
            %s
        """
            .formatted(temp.resolve("beta"), runner, more));
  }
}
