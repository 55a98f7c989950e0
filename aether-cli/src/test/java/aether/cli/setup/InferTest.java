package aether.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import aether.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class InferTest {
  /** The first Aether took the inside of a comment, a quote or code for a description. */
  private static final Set<String> NO_DESCRIPTIONS =
      Set.of("line comment -->", "> quote", "``` code ```");

  static Stream<JsonNode> vectors() throws IOException {
    try (InputStream in = InferTest.class.getResourceAsStream("/fixtures/infer_metadata.json")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return Json.read(text).orElseThrow().get("vectors").valueStream().toList().stream();
    }
  }

  static Stream<JsonNode> right() throws IOException {
    return vectors()
        .filter(vector -> vector.has("ok"))
        .filter(v -> !NO_DESCRIPTIONS.contains(v.get("ok").get("description").stringValue()));
  }

  @ParameterizedTest
  @MethodSource("right")
  void a_project_is_described_as_the_first_aether_did(JsonNode vector) {
    Map<String, String> files = new HashMap<>();
    vector
        .get("files")
        .properties()
        .forEach(e -> files.put(e.getKey(), e.getValue().stringValue()));
    Infer.Metadata found = Infer.metadata(files);
    assertThat(found.description()).isEqualTo(vector.get("ok").get("description").stringValue());
    assertThat(found.capabilities())
        .isEqualTo(
            vector.get("ok").get("capabilities").valueStream().map(JsonNode::stringValue).toList());
    assertThat(files.keySet()).allMatch(Infer::reads);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!-- multi\nline comment -->\n\nReal words.",
        "<!-- one --> <!-- two\n-->\nReal words.",
        "> quote\n> more\n\nReal words.",
        "```\ncode\n\nmore code\n```\nReal words.",
        "~~~sh\n``` not the end\n~~~\n\nReal words.",
        "Title\n=====\nReal words.",
        "Title\n-----\n\nReal words.",
        "---\ntitle: x\n---\n\nReal words.",
        "# T\n\n| a | b |\n|---|---|\n\nReal words.",
        "<p align=\"center\">\n<img src=\"x\">\n</p>\n\nReal words.",
        "![logo](x) [![CI](a)](b)\n\n***\n\nReal words.",
        "[link]: http://x\n\nReal words.",
        "\uFEFF# T\r\n\r\nReal\r\nwords.\r\n",
        "# CLAUDE.md\n\nThis file provides guidance to Claude Code when working here.\n\nReal words."
      })
  void only_prose_describes_a_project(String markdown) {
    assertThat(Infer.metadata(Map.of("README.md", markdown)).description())
        .isEqualTo("Real words.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"# Only a title", "<!-- open\n\ntext", "```\ncode", "![x](y)", " \n\t\n"})
  void nothing_is_invented_where_there_is_no_prose(String markdown) {
    assertThat(Infer.metadata(Map.of("CLAUDE.md", markdown)).description()).isEmpty();
  }

  @Test
  void a_claude_file_without_prose_leaves_the_word_to_the_readme() {
    assertThat(Infer.metadata(Map.of("CLAUDE.md", "# C\n", "README.md", "R.")).description())
        .isEqualTo("R.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "1",
        "{\"dependencies\": null}",
        "{\"dependencies\": [\"react\"]}",
        "{\"dependencies\": \"react\"}",
        "{\"devDependencies\": 5}",
        "{\"dependencies\": {}} x"
      })
  void an_odd_package_json_is_still_a_package(String text) {
    assertThat(Infer.metadata(Map.of("package.json", text)).capabilities())
        .containsExactly("javascript");
  }

  @ParameterizedTest
  @CsvSource({
    "pom.xml, '', java",
    "pom.xml, <artifactId>kotlin-maven-plugin</artifactId>, kotlin",
    "build.gradle, id 'java-library', java",
    "build.gradle, apply plugin: 'java', java",
    "build.gradle.kts, 'kotlin(\"jvm\")', kotlin",
    "Cargo.toml, '', rust",
    "go.mod, '', go",
    "requirements.txt, '', python"
  })
  void a_build_file_names_its_language(String file, String text, String language) {
    assertThat(Infer.metadata(Map.of(file, text)).capabilities()).containsExactly(language);
    assertThat(Infer.reads(file)).isTrue();
  }

  @Test
  void several_languages_are_all_named() {
    Map<String, String> files =
        Map.of(
            "pyproject.toml", "", "go.mod", "", "package.json", "{\"dependencies\": {\"vue\": 1}}");
    assertThat(Infer.metadata(files).capabilities())
        .isEqualTo(List.of("python", "go", "javascript", "vue"));
  }

  @Test
  void long_rules_and_rows_of_badges_do_no_harm() {
    String rules = "- ".repeat(50_000) + "\n\n" + "[![a](b)](c) ".repeat(20_000) + "\n\nWords.";
    assertThat(Infer.metadata(Map.of("README.md", rules)).description()).isEqualTo("Words.");
  }

  @Property(tries = 300)
  void no_file_makes_it_fail(@ForAll String text) {
    Infer.Metadata found =
        Infer.metadata(
            Map.of("README.md", text, "package.json", text, "pom.xml", text, "build.gradle", text));
    assertThat(found.description()).doesNotContain("\n");
    assertThat(found.capabilities()).contains("java");
  }
}
