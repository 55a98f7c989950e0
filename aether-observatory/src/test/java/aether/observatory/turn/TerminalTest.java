package aether.observatory.turn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12 (java) S 1 12 12 0 -1 4194304 99 | false",
        "12 (java) S 1 12 12 34816 12 4194304 99 | true",
        "12 (0 0) 0 0) S 1 12 12 34816 12 4194304 99 | true",
        "12 (a) 1 1 1 1 1) S 1 12 12 0 12 4194304 99 | false",
        "12 (java) S | true",
        "'' | true",
      })
  void there_is_one_where_the_system_names_it_or_says_nothing(String stat, boolean attached) {
    assertThat(Terminal.isAttached(stat)).isEqualTo(attached);
  }
}
