package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/GUARANTEES.md says is shown by a test is shown by a test that exists. */
class GuaranteesTest {
  private static final Path ROOT = Path.of("..");

  /**
   * A test class, or a test of one: {@code `CrashTest`}, {@code `CrashTest.a_crash_at_any_point`}.
   */
  private static final Pattern PROOF =
      Pattern.compile("`([A-Z][A-Za-z]+(?:Test|Contract|Acceptance))(?:\\.([a-z0-9_]+))?`");

  @Test
  void every_test_it_names_exists() throws IOException {
    Map<String, String> tests = tests();
    List<String> missing =
        proofs().filter(proof -> !exists(tests, proof)).map(MatchResult::group).toList();

    assertThat(missing).isEmpty();
    assertThat(proofs().count()).isGreaterThan(40);
  }

  @Test
  void every_fault_of_the_first_aether_that_is_mended_has_its_row() throws IOException {
    String text = Files.readString(ROOT.resolve("docs/GUARANTEES.md"));

    assertThat(DefectsTest.MENDED).allSatisfy(row -> assertThat(text).contains("| " + row + " |"));
  }

  private static boolean exists(Map<String, String> tests, MatchResult proof) {
    String source = tests.get(proof.group(1));
    String method = proof.group(2);
    return source != null && (method == null || source.contains("void " + method + "("));
  }

  private static Stream<MatchResult> proofs() throws IOException {
    return PROOF.matcher(Files.readString(ROOT.resolve("docs/GUARANTEES.md"))).results();
  }

  private static Map<String, String> tests() throws IOException {
    Map<String, String> tests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      files
          .filter(file -> file.toString().contains("src/test/java"))
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file ->
              tests.merge(
                  String.valueOf(file.getFileName()).replace(".java", ""),
                  text(file),
                  String::concat));
    }
    return tests;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
