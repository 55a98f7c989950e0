package aether.observatory.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Floods, sudden ends and silences, beyond what {@link ClaudeRunnerTest} tries. */
@Timeout(120)
class ClaudeExtremesTest {
  private static final UUID SESSION = UUID.fromString(FakeClaude.SESSION);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final long FLAT = 24L << 20;

  @TempDir Path temp;

  @Test
  void d5_a_gigabyte_on_stdout_is_cut_and_leaves_memory_flat() throws Exception {
    FakeClaude lines = FakeClaude.write(temp, "yes '{\"type\":\"noise\"}' | head -c 1073741824");
    assertThat(run(lines)).isInstanceOf(RunResult.Failed.class);
    long before = used();
    assertThat(error(run(lines))).isEqualTo("claude was ended: it wrote more than 32 MiB");
    FakeClaude one = FakeClaude.write(temp, "head -c 1073741824 /dev/zero | tr '\\0' x");
    assertThat(error(run(one))).isEqualTo("claude was ended: it wrote more than 32 MiB");
    assertThat(used() - before).isLessThan(FLAT);
    assertThat(one.survivors()).isEmpty();
  }

  @Test
  void d5_fifty_megabytes_on_stderr_do_not_block_and_leave_memory_flat() throws Exception {
    FakeClaude fake =
        FakeClaude.write(
            temp,
            "head -c 52428800 /dev/zero | tr '\\0' x >&2\n"
                + FakeClaude.init()
                + FakeClaude.RESULT);
    assertThat(run(fake)).isInstanceOf(RunResult.Answered.class);
    long before = used();
    assertThat(run(fake)).isInstanceOf(RunResult.Answered.class);
    assertThat(used() - before).isLessThan(FLAT);
  }

  @Test
  void d3_one_that_is_killed_from_outside_is_a_failure_with_its_code() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, FakeClaude.init() + "kill -KILL $$\n");
    assertThat(error(run(fake))).isEqualTo("claude exited with 137 without a result");
    assertThat(fake.survivors()).isEmpty();
  }

  @Test
  void d4_one_that_hangs_before_it_says_anything_is_ended_at_the_idle_limit() throws Exception {
    FakeClaude fake = FakeClaude.write(temp, "exec sleep 60");
    assertThat(error(run(fake, SHORT))).contains("silent beyond `idle_timeout`");
    assertThat(fake.survivors()).isEmpty();
  }

  @Test
  void d4_one_that_ignores_term_with_a_grandchild_that_does_too_leaves_neither() throws Exception {
    String deaf = "trap '' TERM; while :; do sleep 1; done";
    FakeClaude fake =
        FakeClaude.write(
            temp, "sh -c \"" + deaf + "\" & echo $! >> \"$OUT/pids\"\n" + FakeClaude.init() + deaf);
    assertThat(error(run(fake, SHORT))).contains("silent");
    assertThat(fake.lines("pids")).hasSize(2);
    assertThat(fake.survivors()).isEmpty();
  }

  @Test
  void what_it_was_refused_and_how_often_it_asked_is_told_by_name_alone() throws Exception {
    FakeClaude fake =
        FakeClaude.write(
            temp,
            FakeClaude.init()
                + """
                printf '%s\\n' '{"type":"result","is_error":false,"result":"r","num_turns":3,\
                "permission_denials":[{"tool_name":"Read","tool_input":{"file_path":"/s"}},\
                {"tool_name":"AKIA1234"},{"tool_name":7},"x"]}'
                """);
    assertThat(run(fake))
        .isInstanceOfSatisfying(
            RunResult.Answered.class,
            answer -> {
              assertThat(answer.usage().turns()).contains(3L);
              assertThat(answer.usage().denials()).containsExactly("Read");
            });
  }

  private static RunResult run(FakeClaude fake) throws InterruptedException {
    return run(fake, LONG);
  }

  private static RunResult run(FakeClaude fake, Duration idle) throws InterruptedException {
    ClaudeSettings settings =
        ClaudeSettings.standard()
            .withCommand(fake.executable().toString())
            .withLimits(ClaudeSettings.Limits.standard().withTimes(LONG, idle, SHORT));
    return new ClaudeRunner(settings, System.getenv(), InstantSource.system(), () -> SESSION)
        .run(new Run("rules", "message", Optional.empty(), fake.project(), _ -> {}));
  }

  private static String error(RunResult result) {
    return result instanceof RunResult.Failed failed ? failed.error() : result.toString();
  }

  private static long used() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
