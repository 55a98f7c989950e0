package aether.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the client is told of tools and prompts (CONTRACT §11). */
class CatalogueTest {
  /**
   * JSON of this sort has rather more than 3.5 characters a token; the estimate is on that side.
   */
  private static final double CHARACTERS_A_TOKEN = 3.5;

  private static final int MOST_TOKENS = 1_500;

  private final HandClock clock = new HandClock();
  private final Client client = Client.of(Sessions.of(new InMemoryBus(clock)), clock, false);

  @AfterEach
  void end() {
    client.close();
  }

  @Test
  void every_tool_has_schemas_annotations_and_says_when_to_use_it() {
    List<JsonNode> tools = list("tools");
    assertThat(tools)
        .extracting(tool -> tool.path("name").stringValue())
        .containsExactlyInAnyOrder(
            "aether_list_bodies",
            "aether_ask",
            "aether_poll",
            "aether_discuss",
            "aether_transcript",
            "aether_control");
    assertThat(tools)
        .allSatisfy(tool -> {
          assertThat(tool.path("inputSchema").path("type").stringValue()).isEqualTo("object");
          assertThat(tool.path("outputSchema").path("type").stringValue()).isEqualTo("object");
          assertThat(tool.path("description").stringValue()).hasSizeGreaterThan(40);
          assertThat(tool.path("annotations").propertyNames())
              .contains("readOnlyHint", "destructiveHint", "idempotentHint");
        });
  }

  @Test
  void only_the_tools_that_write_nothing_are_declared_as_reading() {
    assertThat(list("tools").stream().filter(tool -> hint(tool, "readOnlyHint")))
        .extracting(tool -> tool.path("name").stringValue())
        .containsExactlyInAnyOrder("aether_list_bodies", "aether_transcript");
    assertThat(list("tools").stream().filter(tool -> hint(tool, "destructiveHint")))
        .extracting(tool -> tool.path("name").stringValue())
        .containsExactly("aether_control");
  }

  @Test
  void the_arguments_of_prompts_are_those_of_the_contract_in_their_order() {
    assertThat(list("prompts").stream().map(CatalogueTest::signature))
        .containsExactlyInAnyOrder(
            "who()",
            "poll(thread)",
            "transcript(thread)",
            "ask(to, question, thread?)",
            "discuss(from_project, to_project, topic)",
            "stop(thread)");
  }

  @Test
  void all_of_it_costs_a_model_at_most_1500_tokens() {
    client.initialize();
    int characters = length("tools") + length("prompts");
    assertThat(characters / CHARACTERS_A_TOKEN)
        .as("tokens of %d characters", characters)
        .isLessThanOrEqualTo(MOST_TOKENS);
  }

  private static String signature(JsonNode prompt) {
    List<String> arguments =
        prompt
            .path("arguments")
            .valueStream()
            .map(argument ->
                argument.path("name").stringValue()
                    + (argument.path("required").booleanValue() ? "" : "?"))
            .toList();
    return prompt.path("name").stringValue() + "(" + String.join(", ", arguments) + ")";
  }

  private static boolean hint(JsonNode tool, String name) {
    return tool.path("annotations").path(name).booleanValue();
  }

  private List<JsonNode> list(String what) {
    client.initialize();
    return answer(what).path(what).valueStream().toList();
  }

  /** Without the spaces that our writer puts between things. */
  private int length(String what) {
    return answer(what).toString().length();
  }

  private JsonNode answer(String what) {
    return client
        .ask("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"" + what + "/list\"}")
        .path("result");
  }
}
