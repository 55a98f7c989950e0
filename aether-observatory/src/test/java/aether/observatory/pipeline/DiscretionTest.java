package aether.observatory.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscretionTest {
  private final Discretion discretion = new Discretion(Path.of("/work/My secret"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'/work/My secret' is not a folder; register the project with one that exists",
        "'claude' is not on PATH (/usr/bin:/home/secret/bin:/opt/secret)",
        "claude exited with 1 without a result: ENOENT: open '/home/ana/my secret/x.json'",
        "cat: ~/secret: no such file",
        "error:/home/secret/x, and so on",
        "stack at file:///home/secret/cli.js:3",
        "in C:\\Users\\secret",
        "'C:\\Users\\my secret\\x' could not be started: error=13",
      })
  void no_path_of_the_host_is_said(String text) {
    assertThat(discretion.of(text)).doesNotContain("secret").contains("(a path)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Not logged in; log in with `claude` and /login, or set ANTHROPIC_API_KEY",
        "see https://status.example.org/incidents/1",
        "install it with `npm install -g @anthropic-ai/claude-code`, or set AETHER_CLAUDE_BIN",
        "internal error: java.lang.IllegalStateException: 1/2 and 3/4",
      })
  void what_is_no_path_is_said_as_it_is(String text) {
    assertThat(discretion.of(text)).isEqualTo(text);
  }
}
