package aether.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.BusException;
import aether.config.ConfigException;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class CommandLinesTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Command(name = "tool")
  private static final class Tool {}

  @Command(name = "work")
  private static final class Work implements Callable<Integer> {
    private final RuntimeException failure;

    @Option(names = "--number")
    private int number;

    Work(RuntimeException failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() {
      if (number == 0) {
        throw failure;
      }
      return ExitCode.OK.number();
    }
  }

  @Test
  void a_wrong_setting_is_a_usage_error_and_one_line() {
    assertThat(run(new ConfigException("AETHER_REDIS_PORT is 'x'"), "work")).isEqualTo(2);
    assertThat(err).hasToString("tool: AETHER_REDIS_PORT is 'x'" + System.lineSeparator());
  }

  @Test
  void an_error_obeys_no_control_of_eight_bits_and_no_direction_mark() {
    assertThat(OneLine.of("a\u009B2J b\u202Ec\u0085d\u2028e\n\u001B[31mf"))
        .isEqualTo("a\\u{9b}2J b\\u{202e}c d e ␛[31mf");
  }

  @Test
  void a_bus_that_is_down_is_a_failure() {
    assertThat(run(new BusException.Unavailable("no bus", new Exception()), "work")).isEqualTo(1);
  }

  @Test
  void a_refusal_has_the_exit_code_it_names() {
    assertThat(run(Refusal.failed("no"), "work")).isEqualTo(1);
    assertThat(run(Refusal.usage("no"), "work")).isEqualTo(2);
  }

  @Test
  void an_unexpected_failure_shows_its_stack_trace_only_with_debug() {
    assertThat(run(new IllegalStateException("first\nsecond\u001b[31m"), "work")).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).doesNotContain("\u001b");

    assertThat(run(new IllegalStateException("broken"), "work", "--debug")).isEqualTo(1);
    assertThat(err.toString()).contains("at aether.terminal.CommandLinesTest");
  }

  @Test
  void an_unknown_option_is_told_with_the_nearest_one() {
    assertThat(run(Refusal.failed(""), "work", "--numbr", "1")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "tool: unknown option '--numbr'; did you mean '--number'? see 'tool work --help'");
  }

  @Test
  void a_wrong_type_is_told_with_the_value() {
    assertThat(run(Refusal.failed(""), "work", "--number", "many")).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("'many'").contains("--number");
  }

  @Test
  void a_group_without_a_command_prints_its_usage_on_standard_error() {
    assertThat(run(Refusal.failed(""))).isEqualTo(2);
    assertThat(err.toString()).startsWith("Usage: tool");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void help_and_version_are_answers() {
    assertThat(run(Refusal.failed(""), "work", "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: tool work").contains("Exit codes:");
    assertThat(run(Refusal.failed(""), "--version")).isZero();
    assertThat(out.toString()).contains("tool ");
  }

  @Test
  void a_text_that_begins_with_an_at_sign_is_no_file() {
    assertThat(run(Refusal.failed(""), "work", "@/etc/hostname")).isEqualTo(2);
    assertThat(err.toString()).contains("'@/etc/hostname'");
  }

  @Test
  void colours_are_for_a_human_who_wants_them() {
    assertThat(around(true, Map.of()).palette()).isEqualTo(Palette.COLOURS);
    assertThat(around(true, Map.of("NO_COLOR", "1")).palette()).isEqualTo(Palette.PLAIN);
    assertThat(around(true, Map.of("TERM", "dumb")).palette()).isEqualTo(Palette.PLAIN);
    assertThat(around(false, Map.of()).palette()).isEqualTo(Palette.PLAIN);
    assertThat(Palette.COLOURS.paint(Palette.Tone.BAD, "x")).isEqualTo("\u001b[31mx\u001b[0m");
    assertThat(Palette.PLAIN.paint(Palette.Tone.BAD, "x")).isEqualTo("x");
  }

  private int run(RuntimeException failure, String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine tool = new CommandLine(new Tool()).addSubcommand(new Work(failure));
    return CommandLines.of(tool, around(false, Map.of())).execute(args);
  }

  private Surroundings around(boolean interactive, Map<String, String> env) {
    return new Surroundings(
        env,
        Path.of("/nowhere"),
        Path.of("/nowhere"),
        new Streams(
            new BufferedReader(new StringReader("")),
            new PrintWriter(out),
            new PrintWriter(err),
            interactive),
        InstantSource.system(),
        UUID::randomUUID);
  }
}
