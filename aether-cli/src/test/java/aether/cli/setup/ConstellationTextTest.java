package aether.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import aether.config.Constellation;
import aether.message.ProjectId;
import aether.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ConstellationTextTest {
  private static final ProjectId P = new ProjectId("p");
  private static final BodyFields SIMPLE = fields("d", "x", "y");

  static Stream<JsonNode> vectors() throws IOException {
    String name = "/fixtures/constellation_append.json";
    try (InputStream in = ConstellationTextTest.class.getResourceAsStream(name)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return Json.read(text).orElseThrow().get("vectors").valueStream().toList().stream();
    }
  }

  static Stream<JsonNode> right() throws IOException {
    return vectors()
        .filter(vector -> !vector.path("first_aether_fault").asBoolean(false))
        .filter(vector -> !vector.get("name").stringValue().startsWith("quoted_key"));
  }

  static Stream<JsonNode> faulty() throws IOException {
    return vectors().filter(vector -> vector.path("first_aether_fault").asBoolean(false));
  }

  @ParameterizedTest
  @MethodSource("right")
  void a_body_is_added_byte_for_byte_as_the_first_aether_did(JsonNode vector) {
    String text = vector.get("text").stringValue();
    ProjectId id = new ProjectId(vector.get("body_id").stringValue());
    assertThat(ConstellationText.append(text, id, fields(vector)))
        .isEqualTo(new ConstellationEdit.Appended(vector.get("ok").get(0).stringValue()));
  }

  @ParameterizedTest
  @MethodSource("faulty")
  void d44_what_the_first_aether_broke_is_right_or_refused(JsonNode vector) {
    String text = vector.get("text").stringValue();
    ConstellationEdit edit = ConstellationText.append(text, P, fields(vector));
    switch (edit) {
      case ConstellationEdit.Appended appended -> {
        assertKept(text, appended.text());
        assertThat(described(appended.text(), "p")).isEqualTo("d [x, y]");
      }
      case ConstellationEdit.Refused refused -> assertThat(refused.reason()).hasLineCount(1);
      case ConstellationEdit.Unchanged unchanged -> fail("nothing of that id is in " + text);
    }
  }

  /**
   * Text before and after: each line of the new entry stands where the file's own style puts it.
   */
  static Stream<List<String>> shapes() {
    String at4 =
        "    p:\n        description: d\n        capabilities:\n        - x\n        - y\n"
            + "        inbox: aether:inbox:p\n        working_dir: /w\n";
    String at2 = ConstellationText.entry(P, SIMPLE);
    String at0 = "bodies:\n" + at2;
    String flow =
        "p: {description: d, capabilities: [x, y], inbox: 'aether:inbox:p', working_dir: /w}";
    return Stream.of(
        List.of("bodies:\n    a:\n        description: x\n", "", at4, ""),
        List.of("bodies:\n  a: {}\n", "", at2, "settings:\n  k: 1\n"),
        List.of("bodies:\n  a: {} # note\n", "", at2, "\n# the settings\nsettings: 1\n"),
        List.of("bodies:\n  a:\n    d: |\n      text\n\n", "", at2, "# c\nsettings: 1\n"),
        List.of("bodies:\n  a:\n    d: [x,\n      y]\n", "", at2, "settings: 1\n"),
        List.of("bodies:\n  a:\n    d:\n    - x\n", "", at2, "settings: 1\n"),
        List.of("bodies:\n  a:\n", "", at2, "z: 1\n"),
        List.of("bodies:\n", "", at2, "z: 1\n"),
        List.of("bodies: # none yet\n", "", at2, ""),
        List.of("bodies:\n  # none yet\n", "", at2, ""),
        List.of("a: 1\nbodies:\n\n\n", "", at2, ""),
        List.of("bodies: {", "", flow, "}\n"),
        List.of("bodies: {}\n".substring(0, 9), "", flow, "} # none\nz: 1\n"),
        List.of("bodies: {a: {}", ", ", flow, "}\n"),
        List.of("bodies: {a: {}", ", ", flow, ", }\n"),
        List.of("bodies: {\n  a: {}", ", ", flow, " # c\n}\n"),
        List.of("{bodies: {a: {}", ", ", flow, "}, z: 1}\n"),
        List.of("{", "", "bodies: {" + flow + "}", "}\n"),
        List.of("{z: 1", ", ", "bodies: {" + flow + "}", "}\n"),
        List.of("\"bodies\":\n  a: {}\n", "", at2, ""),
        List.of("'bodies':\n  a: {}\n", "", at2, ""),
        List.of("bodies:\n  a: {}\n", "", at2, "...\n"),
        List.of("bodies:\n", "", at2, "...\n# end\n"),
        List.of("z: 1\n", "", at0, "...\n"),
        List.of("%YAML 1.1\n---\nbodies:\n  a: {}\n", "", at2, ""),
        List.of("---\n", "", at0, ""),
        List.of("# only words\n", "", at0, ""),
        List.of("base: &b\n  waves: note\nbodies:\n  a:\n    <<: *b\n", "", at2, ""),
        List.of("bodies: &all\n  a: {}\n", "", at2, "z: 1\n"),
        List.of("bodies:\n  a: &a {waves: note}\n  b: *a\n", "", at2, "z: 1\n"),
        List.of("bodies:\n  a:\n    note: 'bodies: {}'\n", "", at2, ""),
        List.of("note: |\n  bodies:\n    x\n", "", at0, ""),
        List.of("bodies:\n  中文: {}\n  😀: {d: 😀}\n", "", at2, "z: 1\n"),
        List.of("bodies:\n  a: !mine {}\n", "", at2, ""));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void d44_an_entry_stands_at_the_place_the_parser_reports(List<String> shape) {
    String before = shape.get(0) + shape.get(3);
    assertThat(ConstellationText.append(before, P, SIMPLE))
        .isEqualTo(new ConstellationEdit.Appended(String.join("", shape)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bodies:\r\n  a:\r\n    description: x\r\n",
        "bodies:\r\n  a:\r\n    description: x\r\nz: 1\r\n",
        "bodies:\r\n"
      })
  void d44_a_file_with_crlf_keeps_its_line_breaks(String text) {
    String after = appended(text);
    assertKept(text, after);
    assertThat(after.replace("\r\n", "")).doesNotContain("\n").doesNotContain("\r");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bodies: [unclosed\n",
        "bodies:\n\ta: {}\n",
        "bodies:\n  a: {}\n---\nx: 1\n",
        "bodies: ~\n",
        "bodies: null\n",
        "bodies: []\n",
        "bodies: text\n",
        "[1, 2]\n",
        "just text\n",
        "x: &x {a: {}}\nbodies: *x\n",
        "bodies: {}\nbodies: {}\n",
        "bodies: {a: {}, a: {}}\n",
        "bodies:\n  a: {}\n b: {}\n",
        "bodies: &r\n  a: *r\n",
        "bodies:\n  a:\n    d: |\n      no line break at the end",
        "bodies: \u0001\n",
        "a: 'open\n"
      })
  void d44_what_cannot_be_edited_is_refused_with_the_reason(String text) {
    assertThat(ConstellationText.append(text, P, SIMPLE))
        .isInstanceOfSatisfying(
            ConstellationEdit.Refused.class,
            refused -> assertThat(refused.reason()).isNotBlank().hasLineCount(1));
  }

  @Test
  void a_refusal_says_the_place() {
    assertThat(ConstellationText.append("a: 1\nbodies:\n\tb: {}\n", P, SIMPLE))
        .isInstanceOfSatisfying(
            ConstellationEdit.Refused.class,
            refused -> assertThat(refused.reason()).contains("line 3, column 1: "));
  }

  @Test
  void a_body_that_is_there_is_left_alone() {
    String text = appended("");
    assertThat(ConstellationText.append(text, P, SIMPLE))
        .isEqualTo(new ConstellationEdit.Unchanged(true));
    assertThat(ConstellationText.append(text, P, fields("other")))
        .isEqualTo(new ConstellationEdit.Unchanged(false));
    assertThat(ConstellationText.append("bodies: {My-App: {}}", new ProjectId("my_app"), SIMPLE))
        .isEqualTo(new ConstellationEdit.Unchanged(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "- a",
        "a: b",
        "# c",
        "it's",
        "\"q\"",
        "{x}",
        "[x]",
        "@x",
        "`x`",
        "%x",
        "!x",
        "&x",
        "*x",
        "|",
        ">",
        "? x",
        "yes",
        "~",
        "null",
        "1.5",
        "2024-01-01",
        "<<",
        "=",
        "a\nb",
        "\n",
        "a\n\n  b\n",
        "tab\there",
        "bell\u0007",
        "nel\u0085x",
        "\uFEFFx",
        "😀",
        "\u2028",
        "a #b",
        "x, y",
        "ends with colon:",
        "back\\slash",
        "---",
        "...",
        "0o7",
        "1e3",
        "\r\n"
      })
  void any_text_comes_back_as_it_was(String description) {
    for (String text : List.of("", "bodies: {}\n", "bodies:\n      a: {}\n", "bodies:\r\n")) {
      ConstellationEdit edit = ConstellationText.append(text, P, fields(description, description));
      assertThat(edit).isInstanceOf(ConstellationEdit.Appended.class);
      String after = ((ConstellationEdit.Appended) edit).text();
      assertThat(described(after, "p")).isEqualTo(description + " [" + description + "]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", "yes", "1.5", "012", "1:30", "2024-01-01", "~", "<<", "0x1f"})
  void a_word_that_python_would_not_read_as_text_is_quoted(String word) {
    assertThat(ConstellationText.entry(P, fields(word))).contains("description: '" + word + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e3", "1.5e3", "0o7", "y", "plain"})
  void a_word_that_python_reads_as_text_is_not_quoted(String word) {
    assertThat(ConstellationText.entry(P, fields(word))).contains("description: " + word + "\n");
  }

  @Test
  void a_body_of_no_directory_is_written_as_null() {
    BodyFields abroad = new BodyFields("d", List.of(), "aether:inbox:p", Optional.empty());
    assertThat(ConstellationText.append("", P, abroad))
        .isEqualTo(
            new ConstellationEdit.Appended(
                "bodies:\n  p:\n    description: d\n    capabilities: []\n"
                    + "    inbox: aether:inbox:p\n    working_dir: null\n"));
  }

  private static String appended(String text) {
    return switch (ConstellationText.append(text, P, SIMPLE)) {
      case ConstellationEdit.Appended appended -> appended.text();
      case ConstellationEdit.Unchanged unchanged -> fail("unchanged: " + text);
      case ConstellationEdit.Refused refused -> fail(refused.reason());
    };
  }

  static void assertKept(String before, String after) {
    int head = 0;
    while (head < before.length() && before.charAt(head) == after.charAt(head)) {
      head++;
    }
    assertThat(after).endsWith(before.substring(head));
    assertThat(after.length()).isGreaterThan(before.length());
  }

  private static String described(String text, String id) {
    var body = Constellation.parse(text, Path.of("c.yaml")).body(new ProjectId(id)).body();
    return body.description() + " " + body.capabilities();
  }

  private static BodyFields fields(String description, String... capabilities) {
    return new BodyFields(description, List.of(capabilities), "aether:inbox:p", Optional.of("/w"));
  }

  private static BodyFields fields(JsonNode vector) {
    JsonNode fields = vector.get("fields");
    return new BodyFields(
        fields.get("description").stringValue(),
        fields.get("capabilities").valueStream().map(JsonNode::stringValue).toList(),
        fields.get("inbox").stringValue(),
        Optional.of(fields.get("working_dir").stringValue()));
  }
}
