package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
        .contains("### aether client setup\n");
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
}
