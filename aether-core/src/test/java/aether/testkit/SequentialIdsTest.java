package aether.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import aether.message.IdSource;
import org.junit.jupiter.api.Test;

class SequentialIdsTest {
  @Test
  void ids_come_in_sequence_in_the_shape_of_a_uuid4() {
    IdSource ids = new SequentialIds();
    assertThat(ids.next()).hasToString("00000000-0000-4000-8000-000000000001");
    assertThat(ids.next()).isEqualTo(SequentialIds.at(2));
    assertThat(SequentialIds.at(255).version()).isEqualTo(4);
    assertThat(SequentialIds.at(255).variant()).isEqualTo(2);
  }

  @Test
  void random_ids_are_uuid4_and_differ() {
    IdSource ids = IdSource.random();
    assertThat(ids.next().version()).isEqualTo(4);
    assertThat(ids.next()).isNotEqualTo(ids.next());
  }
}
