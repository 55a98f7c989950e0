package aether.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.Vectors;
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
  void a_blank_or_endless_id_is_refused() {
    assertThatThrownBy(() -> new ProjectId(" ")).hasMessageContaining("blank");
    assertThatThrownBy(() -> new ProjectId("a".repeat(256))).hasMessageContaining("256");
  }
}
