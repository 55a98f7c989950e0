package aether.observatory.turn;

import static org.assertj.core.api.Assertions.assertThat;

import aether.config.AgentChoice.Format;
import aether.config.AgentChoice.OtherAgent;
import aether.event.Milestone;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another agent than {@code claude}, under the same limits. */
class CommandRunnerTest {
  private static final UUID SESSION = UUID.fromString("11111111-2222-4333-8444-555555555555");
  private static final ClaudeSettings.Limits LIMITS =
      ClaudeSettings.standard()
          .limits()
          .withTimes(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(200));

  @TempDir private Path folder;
  private final List<Milestone> seen = new ArrayList<>();

  @Test
  void what_a_text_command_writes_is_the_answer_and_it_says_no_cost() throws Exception {
    Path agent = script("cat; echo done");

    assertThat(run(agent, Format.TEXT, LIMITS))
        .isInstanceOfSatisfying(
            RunResult.Answered.class,
            answered -> {
              assertThat(answered.text()).isEqualTo("the rules\n\nthe message\ndone\n");
              assertThat(answered.session()).isEqualTo(SESSION);
              assertThat(answered.usage().costUsd()).isEmpty();
            });
  }

  @Test
  void a_command_that_fails_has_cost_what_was_set_aside_all_the_same() throws Exception {
    assertThat(run(script("echo no model >&2; exit 3"), Format.TEXT, LIMITS))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> {
              assertThat(failed.error())
                  .isEqualTo("'%s' exited with 3: no model".formatted(folder.resolve("agent")));
              assertThat(failed.usage()).isPresent();
              assertThat(failed.usage().orElseThrow().costUsd()).isEmpty();
            });
    assertThat(run(script("exit 3"), Format.CLAUDE_STREAM_JSON, LIMITS))
        .isInstanceOfSatisfying(
            RunResult.Failed.class, failed -> assertThat(failed.usage()).isPresent());
  }

  @Test
  void a_command_that_speaks_the_stream_of_claude_is_read_as_claude_is() throws Exception {
    Path agent =
        script(
            """
            cat > /dev/null
            echo '{"type":"system","subtype":"init","session_id":"%s","tools":["Read"]}'
            echo '{"type":"result","subtype":"success","is_error":false,"result":"fine",\
            "session_id":"%1$s","total_cost_usd":0.25}'
            """
                .formatted(SESSION));

    assertThat(run(agent, Format.CLAUDE_STREAM_JSON, LIMITS))
        .isInstanceOfSatisfying(
            RunResult.Answered.class,
            answered -> {
              assertThat(answered.text()).isEqualTo("fine");
              assertThat(answered.usage().costUsd()).contains(new BigDecimal("0.25"));
            });
    assertThat(seen).contains(new Milestone.TurnStart(), new Milestone.TurnDone("success"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`\"tools\":[\"Bash\"]`, it has tool 'Bash'",
        "`\"mcp_servers\":[{\"name\":\"aether\"}]`, it loaded MCP server 'aether'",
        "`\"cwd\":\"/\"`, it runs in '/'",
        "`\"permissionMode\":\"bypassPermissions\"`, its permission mode is",
        "`\"claude_code_version\":\"9\"`, version 9 does not state",
      })
  void a_command_that_speaks_the_stream_of_claude_is_held_to_what_claude_is_held_to(
      String stated, String violation) throws Exception {
    Path agent =
        script(
            """
            cat > /dev/null
            echo '{"type":"system","subtype":"init",%s}'
            sleep 60
            echo '{"type":"result","subtype":"success","is_error":false,"result":"fine"}'
            """
                .formatted(stated));

    assertThat(run(agent, Format.CLAUDE_STREAM_JSON, LIMITS))
        .isInstanceOfSatisfying(
            RunResult.PolicyViolation.class,
            refused ->
                assertThat(refused.error())
                    .startsWith("'%s' was ended: ".formatted(agent))
                    .contains(violation));
  }

  @Test
  void no_error_of_another_agent_speaks_of_claude() throws Exception {
    Path agent =
        script(
            """
            echo '{"type":"assistant","error":"authentication_failed","message":{"content":[]}}'
            echo '{"type":"result","subtype":"success","is_error":true,"result":"who are you?"}'
            exit 1
            """);

    assertThat(run(agent, Format.CLAUDE_STREAM_JSON, LIMITS))
        .isInstanceOfSatisfying(
            RunResult.Unable.class,
            unable ->
                assertThat(unable.error())
                    .isEqualTo(
                        "'%s' failed: who are you?; log it in as its manual says"
                            .formatted(agent)));
  }

  @Test
  void a_command_that_a_signal_ends_says_so() throws Exception {
    Path agent = script("kill -TERM $$");

    assertThat(run(agent, Format.TEXT, LIMITS))
        .isInstanceOfSatisfying(
            RunResult.Signalled.class,
            ended -> assertThat(ended.error()).isEqualTo("'%s' exited with 143".formatted(agent)));
    assertThat(run(agent, Format.CLAUDE_STREAM_JSON, LIMITS))
        .isInstanceOf(RunResult.Signalled.class);
  }

  @Test
  void a_folder_that_is_gone_is_named() throws Exception {
    RunResult result =
        runner(script("cat"), Format.TEXT, LIMITS)
            .run(new Run("r", "m", Optional.empty(), folder.resolve("gone"), seen::add));
    assertThat(result)
        .isInstanceOfSatisfying(
            RunResult.Unable.class,
            unable -> assertThat(unable.error()).contains("gone' is not a folder"));
  }

  @Test
  void a_command_that_hangs_is_ended_at_its_limit() throws Exception {
    ClaudeSettings.Limits brief =
        LIMITS.withTimes(Duration.ofMillis(300), Duration.ofSeconds(10), Duration.ofMillis(100));

    assertThat(run(script("exec sleep 60"), Format.TEXT, brief))
        .isInstanceOfSatisfying(
            RunResult.Failed.class,
            failed -> assertThat(failed.error()).contains("the limit of a run; raise `timeout`"));
  }

  @Test
  void it_is_given_no_secret_and_nothing_of_the_message_as_an_argument() throws Exception {
    Path agent = script("cat > /dev/null; echo \"$# $1 ${AETHER_REDIS_PASSWORD-none}\"");

    assertThat(run(agent, Format.TEXT, LIMITS))
        .isInstanceOfSatisfying(
            RunResult.Answered.class,
            answered -> assertThat(answered.text()).isEqualTo("1 --fast none\n"));
  }

  @Test
  void a_command_that_is_not_there_says_where_to_mend_it() throws Exception {
    Path missing = folder.resolve("missing");

    assertThat(runner(missing, Format.TEXT, LIMITS).problem())
        .contains(
            "'%s' does not exist; install it, or correct `runner` in the constellation"
                .formatted(missing));
    assertThat(run(missing, Format.TEXT, LIMITS)).isInstanceOf(RunResult.Unable.class);
    assertThat(runner(missing, Format.TEXT, LIMITS).remembers()).isFalse();
  }

  private RunResult run(Path command, Format format, ClaudeSettings.Limits limits)
      throws InterruptedException {
    return runner(command, format, limits)
        .run(new Run("the rules", "the message\n", Optional.of(SESSION), folder, seen::add));
  }

  private static CommandRunner runner(Path command, Format format, ClaudeSettings.Limits limits) {
    return new CommandRunner(
        new OtherAgent(List.of(command.toString(), "--fast"), format, Optional.empty()),
        ClaudeSettings.standard().withLimits(limits),
        Map.of("PATH", System.getenv("PATH"), "AETHER_REDIS_PASSWORD", "secret"),
        InstantSource.system(),
        () -> SESSION,
        Housing.none());
  }

  private Path script(String body) throws IOException {
    Path script = folder.resolve("agent");
    Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }
}
