package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each fault of the first Aether that is mended here has a regression test that names it. */
class DefectsTest {
  /** The rows that are mended so far. */
  static final List<String> MENDED =
      List.of(
          "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "D10", "D11", "D12", "D13", "D14",
          "D15", "D16", "D17", "D18", "D20", "D21", "D22", "D23", "D24", "D27", "D28", "D29", "D30",
          "D35", "D36", "D37", "D38", "D39", "D40", "D41", "D42", "D43", "D44", "D45", "D46", "D47",
          "D48", "D49", "D51", "D53", "D54", "D55", "D56");

  private static List<String> sources = List.of();

  @BeforeAll
  static void read() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      sources =
          files
              .filter(file -> file.toString().contains("src/test/java"))
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.endsWith("DefectsTest.java"))
              .map(DefectsTest::text)
              .toList();
    }
  }

  @ParameterizedTest
  @FieldSource("MENDED")
  void a_test_names_it(String row) {
    Pattern name = Pattern.compile("(?i)(?<![a-z0-9])" + row + "(?![0-9a-z])");

    assertThat(sources).anyMatch(source -> name.matcher(source).find());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
