package aether.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.Vectors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ProjectIdTest {
  static Stream<JsonNode> vectors() {
    return Vectors.load("sanitize_id").path("vectors").valueStream();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void a_typed_id_is_made_safe_as_the_first_aether_did(JsonNode row) {
    assertThat(ProjectId.typed(row.path("in").stringValue()).value())
        .isEqualTo(row.path("out").stringValue());
  }

  @Test
  void the_address_of_a_wave_is_no_safe_id() {
    assertThat(ProjectId.typed("broadcast").isSafe()).isFalse();
    assertThat(ProjectId.typed("beta").isSafe()).isTrue();
  }

  @Test
  void only_a_safe_id_is_parsed() {
    String longest = "a".repeat(ProjectId.MAX_LENGTH);
    assertThat(ProjectId.parse(longest)).contains(new ProjectId(longest));
    assertThat(ConversationId.parse(longest)).contains(new ConversationId(longest));
    for (String text : List.of("", " ", "a b", "_a", "專案", "a\n", longest + "a", "x".repeat(999))) {
      assertThat(ProjectId.parse(text)).as(text).isEmpty();
      assertThat(ConversationId.parse(text)).as(text).isEmpty();
    }
    assertThat(ProjectId.parse(ProjectId.BROADCAST)).isEmpty();
  }

  @Test
  void a_blank_or_endless_id_is_refused() {
    assertThatThrownBy(() -> new ProjectId(" ")).hasMessageContaining("blank");
    assertThatThrownBy(() -> new ProjectId("a".repeat(256))).hasMessageContaining("256");
  }
}
