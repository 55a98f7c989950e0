package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** docs/demo.cast, which scripts/record makes. */
class RecordingTest {
  private static final Path CAST = Path.of("../docs/demo.cast");

  @Test
  void the_recording_shows_within_about_a_minute_what_it_is_for() throws IOException {
    List<JsonNode> lines =
        Files.readAllLines(CAST).stream().map(line -> Json.read(line).orElseThrow()).toList();
    String shown =
        lines.stream()
            .skip(1)
            .map(line -> line.path(2).stringValue())
            .collect(Collectors.joining());

    assertThat(lines.getFirst().path("version").intValue()).isEqualTo(2);
    assertThat(lines.getLast().path(0).doubleValue()).isBetween(40.0, 75.0);
    assertThat(shown)
        .contains("scripted agent: no model is asked, nothing is spent")
        .containsPattern("converged: \\d hops of 8, 0 extinctions")
        .contains("horizon: stopped at hop 4 of 4, nothing after", "bus started at 127.0.0.1")
        .doesNotContain("aether: ", "/home/", "/root/", "/work/");
  }
}
