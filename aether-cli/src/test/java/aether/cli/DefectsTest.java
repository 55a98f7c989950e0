package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each fault of the first Aether that is mended here has a regression test that names it. */
class DefectsTest {
  /** The rows: all of them. */
  static final List<String> MENDED =
      IntStream.rangeClosed(1, 58).mapToObj(row -> "D" + row).toList();

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
