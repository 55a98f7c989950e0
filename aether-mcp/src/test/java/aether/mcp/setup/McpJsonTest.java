package aether.mcp.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.Vectors;
import aether.wire.Json;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class McpJsonTest {
  private static final ObjectNode ENTRY =
      Json.object().put("command", "/opt/aether").put("alwaysLoad", true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  \n",
        "{}",
        "{ }",
        "{\"mcpServers\": {}}",
        "{\n  \"mcpServers\": {\n  }\n}\n",
        "{\n\t\"mcpServers\": {\n\t\t\"x\": {\"command\": \"y\"}\n\t},\n\t\"z\": 1\n}",
        "{\"a\":1,\"mcpServers\":{\"x\":{\"command\":\"y\"}}}",
        "{\r\n  \"mcpServers\": {\r\n    \"x\": {}\r\n  }\r\n}\r\n",
        "{\"mcpServers\": {\"aether\": {\"command\": \"old\"}, \"x\": {}}}",
        "{\"mcpServers\": {\"x\": {}, \"aether\": 5 } }",
        "{\"other\": {\"aether\": 1, \"mcpServers\": {}}, \"mcpServers\": {\"x\": {}}}"
      })
  void the_entry_is_put_in_once_and_nothing_else_changes_its_meaning(String text) {
    String after = McpJson.of(text).with("aether", ENTRY);
    ObjectNode expected =
        text.isBlank() ? Json.object() : (ObjectNode) Json.read(text).orElseThrow();
    expected.withObject("mcpServers").set("aether", ENTRY);
    assertThat(Json.read(after)).contains(expected);
    assertThat(McpJson.of(after).with("aether", ENTRY)).isSameAs(after);
    assertThat(after.contains("\r\n")).isEqualTo(text.contains("\r\n"));
    assertThat(after.replace("\r\n", "").contains("\r")).isFalse();
  }

  /** What the first Aether made of a file, an empty one and one it refused among them. */
  @ParameterizedTest
  @MethodSource("vectors")
  void a_file_becomes_what_the_first_aether_made_of_it(JsonNode vector) {
    String before = Json.write(vector.get("existing"));
    String name = vector.get("server_name").stringValue();
    ObjectNode entry = (ObjectNode) Vectors.load("merge_mcp").get("entry");
    if (vector.has("ok")) {
      assertThat(Json.read(McpJson.of(before).with(name, entry))).contains(vector.get("ok"));
    } else {
      assertThatThrownBy(() -> McpJson.of(before)).isInstanceOf(McpJson.Unusable.class);
    }
  }

  static Stream<JsonNode> vectors() {
    return Vectors.load("merge_mcp").path("vectors").valueStream();
  }

  @Test
  void it_is_laid_out_as_the_file_is() {
    assertThat(McpJson.of("{\n\t\"mcpServers\": {\n\t\t\"x\": {}\n\t}\n}\n").with("aether", ENTRY))
        .isEqualTo(
            """
            {
            \t"mcpServers": {
            \t\t"x": {},
            \t\t"aether": {
            \t\t  "command": "/opt/aether",
            \t\t  "alwaysLoad": true
            \t\t}
            \t}
            }
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "5",
        "{\"a\": 1} x",
        "{\"mcpServers\": []}",
        "{\"a\": 1, \"a\": 2}",
        "// c\n{}"
      })
  void what_is_no_such_file_is_refused(String text) {
    assertThatThrownBy(() -> McpJson.of(text)).isInstanceOf(McpJson.Unusable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\n  \"mcpServers\": {\n    \"x\": {}\n  }\n}\n",
        "{\"a\":1,\"mcpServers\":{\"x\":{\"command\":\"y\"}}}",
        "{\"mcpServers\": { \"x\" : 1 , \"y\": \"aether\"\n}}"
      })
  void what_was_put_in_can_be_taken_out_without_a_trace(String text) {
    String after = McpJson.of(text).with("aether", ENTRY);
    assertThat(McpJson.of(after).without("aether")).isEqualTo(text);
  }

  @Test
  void the_first_of_several_can_be_taken_out() {
    assertThat(McpJson.of("{\"mcpServers\": {\"aether\": {}, \"x\": 1}}").without("aether"))
        .isEqualTo("{\"mcpServers\": { \"x\": 1}}");
    assertThat(McpJson.of("{\"mcpServers\": {\n  \"\\u0061ether\": 1\n}}").without("aether"))
        .isEqualTo("{\"mcpServers\": {}}");
    assertThat(McpJson.of("{}").without("aether")).isEqualTo("{}");
  }

  @Property(tries = 300)
  void every_character_of_the_others_stays(@ForAll("files") String text) {
    String after = McpJson.of(text).with("aether", ENTRY);
    JsonNode before = Json.read(text).orElseThrow();
    JsonNode now = Json.read(McpJson.of(after).without("aether")).orElseThrow();
    assertThat(now.path("mcpServers")).isEqualTo(before.path("mcpServers"));
    boolean empty = before.path("mcpServers").isEmpty();
    String kept = empty ? text.replaceAll("\\s", "") : text;
    assertThat(subsequence(kept, after)).as("white space in an empty object may go").isTrue();
  }

  @Provide
  Arbitrary<String> files() {
    Arbitrary<String> space = Arbitraries.of("", " ", "\n", "\n  ", "\n\t\t", "  ");
    Arbitrary<String> value = Arbitraries.of("1", "\"a, }\"", "{}", "{ \"b\" :[1,2]}", "null");
    Arbitrary<String> member =
        Arbitraries.of("x", "y z", "é").flatMap(name -> value.map(v -> "\"" + name + "\" : " + v));
    Arbitrary<List<String>> members = member.list().ofMaxSize(1);
    return space.flatMap(s ->
        members.flatMap(m ->
            space.map(e ->
                "{"
                    + s
                    + "\"mcpServers\":"
                    + e
                    + "{"
                    + s
                    + String.join("," + e, m)
                    + e
                    + "}"
                    + s
                    + "}")));
  }

  /** Whether {@code longer} is {@code text} with characters put in between. */
  private static boolean subsequence(String text, String longer) {
    int i = 0;
    for (int j = 0; j < longer.length() && i < text.length(); j++) {
      i += longer.charAt(j) == text.charAt(i) ? 1 : 0;
    }
    return i == text.length();
  }
}
