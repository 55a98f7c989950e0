package aether.wire;

import static org.assertj.core.api.Assertions.assertThat;

import aether.message.Messages;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

class TreeReaderTest {
  @Property
  void a_tree_is_read_as_the_librarys_mapper_reads_it(@ForAll("trees") JsonNode tree) {
    String text = Json.write(tree);

    assertThat(Json.read(text)).isEqualTo(byMapper(text)).contains(Json.mapper().readTree(text));
  }

  @Property
  void a_text_is_refused_where_the_librarys_mapper_refuses_it(@ForAll("torn") String text) {
    assertThat(Json.read(text)).isEqualTo(byMapper(text));
    assertThat(Json.problem(text).isEmpty()).isEqualTo(byMapper(text).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "{}",
        "[]",
        "[[]]",
        "1",
        "-0",
        "1.50",
        "1e3",
        "2147483648",
        "1 2",
        "{} {}",
        "{}x",
        "9223372036854775808",
        "NaN",
        "nul",
        "'a'",
        "\"a",
        "[1,]",
        "{\"a\":}",
        "{a:1}",
        "// c\n1",
        "\uFEFF{}",
        "{\"a\": 1, \"b\": 2, \"a\": [3]}",
        "\"\\ud800\"",
        "\"\\u0000\""
      })
  void so_are_the_corners_of_the_format(String text) {
    assertThat(Json.read(text)).isEqualTo(byMapper(text));
    assertThat(Json.problem(text).isEmpty()).isEqualTo(byMapper(text).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void a_text_deeper_than_the_librarys_limit_is_refused(String opening) {
    assertThat(Json.read(opening.repeat(100_000))).isEmpty();
    assertThat(Json.problem(opening.repeat(100_000))).isPresent();
  }

  @Provide
  Arbitrary<JsonNode> trees() {
    return Messages.nodes(3);
  }

  /** Texts of trees of which a piece is missing, or stands there twice. */
  @Provide
  Arbitrary<String> torn() {
    return trees()
        .map(Json::write)
        .flatMap(text ->
            Arbitraries.integers()
                .between(0, text.length())
                .map(at -> text.substring(0, at) + text.substring(Math.max(0, at - 1))));
  }

  private static Optional<JsonNode> byMapper(String text) {
    try {
      return Optional.of(Json.mapper().readTree(text)).filter(node -> !node.isMissingNode());
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
