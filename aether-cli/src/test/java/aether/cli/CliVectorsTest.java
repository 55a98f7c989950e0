package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.Vectors;
import aether.testkit.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the first Aether's command line answered, row by row ({@code fixtures/cli.json}). */
class CliVectorsTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");

  /** Where ours ends with another code, and why. */
  private static final Map<List<String>, Integer> OTHERWISE =
      Map.of(
          // asked wrongly: 2, as CONTRACT §12 has it
          List.of("consult", "--to", "my_project", "--text", "", "--wait", "1"), 2,
          List.of("who"), 2,
          // refused rather than put where nobody reads it (D43)
          List.of("send", "--to", "broadcast", "--text", "x"), 1);

  private @TempDir Path home;

  @Test
  void every_option_of_then_is_known_today() {
    Desktop desktop = new Desktop(home);
    rows()
        .filter(row -> argv(row).contains("--help") && argv(row).size() > 1)
        .forEach(row -> {
          String ours = desktop.aether(argv(row).toArray(String[]::new)).out();
          assertThat(options(ours)).as("%s", argv(row)).containsAll(options(text(row, "stdout")));
        });
  }

  @Test
  void what_was_refused_is_refused_and_what_was_wrong_is_wrong() throws Exception {
    Desktop desktop =
        new Desktop(home).on(REDIS).in(Files.createDirectories(home.resolve("My-Project")));
    List<List<String>> wrong =
        List.of(
            List.of("nonsense"),
            List.of("mcp"),
            List.of("send", "--to", "a"),
            List.of("send", "--to", "a", "--text", "x", "--intent", "ack"),
            List.of("bus", "use", "--host", "127.0.0.1", "--port", "1"),
            List.of("consult", "--to", "nobody", "--text", "x"));
    for (List<String> argv : wrong) {
      JsonNode row = rows().filter(each -> argv(each).equals(argv)).findFirst().orElseThrow();
      Desktop.Result result = desktop.aether(argv.toArray(String[]::new));
      assertThat(result.code())
          .as("%s: %s", argv, result.err())
          .isEqualTo(row.path("rc").intValue());
      assertThat(result.err()).doesNotContain("Exception");
    }
    OTHERWISE.forEach((argv, code) -> {
      assertThat(rows().map(CliVectorsTest::argv)).contains(argv);
      Desktop user =
          argv.equals(List.of("who")) ? desktop.with("AETHER_REDIS_PORT", "abc") : desktop;
      assertThat(user.aether(argv.toArray(String[]::new)).code()).as("%s", argv).isEqualTo(code);
      desktop.on(REDIS.address());
    });
  }

  private static Stream<JsonNode> rows() {
    return Vectors.load("cli").valueStream();
  }

  private static List<String> argv(JsonNode row) {
    return row.path("argv").valueStream().map(JsonNode::stringValue).toList();
  }

  private static String text(JsonNode row, String field) {
    return row.path(field).stringValue();
  }

  private static TreeSet<String> options(String help) {
    TreeSet<String> options = new TreeSet<>();
    Matcher option = OPTION.matcher(help);
    while (option.find()) {
      options.add(option.group());
    }
    return options;
  }
}
