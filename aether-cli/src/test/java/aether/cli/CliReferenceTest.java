package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.terminal.CommandLines;
import aether.terminal.Palette;
import aether.terminal.Surroundings;
import aether.testkit.Jvm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class CliReferenceTest {
  private final String reference = CliReference.markdown();

  @Test
  void every_command_has_a_section() {
    assertThat(reference)
        .contains("### aether\n")
        .contains("### aether observatory\n")
        .contains("### aether stargazer\n")
        .contains("### aether operator\n")
        .contains("### aether mcp serve\n")
        .contains("### aether send\n")
        .contains("### aether consult\n")
        .contains("### aether who\n")
        .contains("### aether transcript\n")
        .contains("### aether watch\n")
        .contains("### aether server status\n")
        .contains("### aether bus start\n")
        .contains("### aether bus stop\n")
        .contains("### aether bus status\n")
        .contains("### aether bus use\n")
        .contains("### aether client setup\n")
        .contains("### aether demo\n");
  }

  @Test
  void every_section_lists_the_exit_codes() {
    long sections = reference.lines().filter(line -> line.startsWith("### ")).count();

    assertThat(reference.lines().filter(line -> line.equals("Exit codes:")))
        .hasSize((int) sections);
  }

  @Test
  void no_line_is_wider_than_a_page_and_none_ends_in_blanks() {
    assertThat(reference.lines())
        .allSatisfy(line -> {
          assertThat(line.length()).isLessThanOrEqualTo(100);
          assertThat(line).isEqualTo(line.stripTrailing());
        });
  }

  @Test
  void the_first_page_of_help_is_what_the_commands_say() {
    Surroundings around = Surroundings.system();

    assertThat(FrontPage.kept(Palette.COLOURS))
        .as("run scripts/cli-reference")
        .isEqualTo(FrontPage.fresh(around));
    StringWriter plain = new StringWriter();
    CommandLine line = CommandLines.of(Aether.commandLine(around), around);
    line.usage(new PrintWriter(plain, true), CommandLine.Help.defaultColorScheme(Ansi.OFF));
    assertThat(FrontPage.kept(Palette.PLAIN)).isEqualTo(plain.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "send",
        "consult",
        "who",
        "transcript",
        "watch",
        "stop",
        "go",
        "demo",
        "observatory",
        "stargazer",
        "operator",
        "bus"
      })
  void a_command_that_is_made_without_the_others_is_the_same_one(String name) {
    Surroundings around = Surroundings.system();

    CommandLine alone = CommandLines.of(Aether.commandLine(around, name), around);
    CommandLine whole = CommandLines.of(Aether.commandLine(around), around);

    assertThat(alone.getSubcommands()).containsOnlyKeys(name);
    assertThat(alone.getSubcommands().get(name).getUsageMessage())
        .isEqualTo(whole.getSubcommands().get(name).getUsageMessage());
  }

  @Test
  void help_and_who_start_without_the_client_library_s_own_threads(@TempDir Path home)
      throws IOException, InterruptedException {
    assertThat(loaded(home, "--help"))
        .contains("aether.cli.FrontPage")
        .noneMatch(type ->
            type.startsWith("io.lettuce") || type.startsWith("io.netty") || type.contains("redis"))
        .noneMatch(type -> type.startsWith("picocli.CommandLine$Model"));
    assertThat(loaded(home, "who", "--redis-host", "127.0.0.1", "--redis-port", "1"))
        .contains("aether.redis.link.PlainConnector")
        .noneMatch(type ->
            type.startsWith("io.netty.channel.nio") || type.equals("io.lettuce.core.RedisClient"));
  }

  /** The classes a process has loaded that was started with {@code args}. */
  private static List<String> loaded(Path home, String... args)
      throws IOException, InterruptedException {
    Path log = home.resolve("classes");
    List<String> line =
        new ArrayList<>(
            List.of(
                Jvm.executable(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                Jvm.classPath(),
                Aether.class.getName()));
    line.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("AETHER_HOME", home.toString());
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readAllLines(log).stream()
        .map(entry -> entry.replaceFirst("^(?:\\[[^]]*\\])+ ?", "").split(" ", 2)[0])
        .toList();
  }

  @Test
  void the_page_in_docs_is_what_the_commands_say() throws IOException {
    assertThat(Files.readString(Path.of("../docs/cli.md")))
        .as("run scripts/cli-reference")
        .isEqualTo(CliReference.page());
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-TW.md"})
  void the_table_in_the_readme_is_what_the_commands_say(String name) throws IOException {
    String readme = Files.readString(Path.of("..", name));

    assertThat(readme).as("run scripts/cli-reference").isEqualTo(CliReference.withTable(readme));
  }
}
