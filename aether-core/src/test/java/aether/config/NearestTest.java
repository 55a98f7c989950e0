package aether.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KNOWN = List.of("backend", "orders", "orders_archive", "web");

  @ParameterizedTest
  @CsvSource({
    "bakend,backend",
    "backedn,backend",
    "BACKEND,backend",
    "oders,orders",
    "wbe,web",
    "orders_a,orders",
    "orders_arc,orders_archive",
    "back,backend"
  })
  void a_slip_of_the_hand_is_understood(String typed, String meant) {
    assertThat(Nearest.of(typed, KNOWN)).contains(meant);
    assertThat(Nearest.hint(typed, KNOWN)).isEqualTo("; did you mean '" + meant + "'?");
  }

  @ParameterizedTest
  @CsvSource({"frontend", "x", "''", "we are far away"})
  void a_far_word_is_no_guess(String typed) {
    assertThat(Nearest.of(typed, KNOWN)).isEmpty();
    assertThat(Nearest.hint(typed, KNOWN)).isEmpty();
  }

  @Property
  void the_distance_is_the_same_both_ways_and_nothing_between_equals(
      @ForAll @AlphaChars @StringLength(max = 12) String a,
      @ForAll @AlphaChars @StringLength(max = 12) String b) {
    assertThat(Nearest.distance(a, b)).isEqualTo(Nearest.distance(b, a));
    assertThat(Nearest.distance(a, a)).isZero();
    assertThat(Nearest.distance(a, b)).isLessThanOrEqualTo(Math.max(a.length(), b.length()));
  }
}
