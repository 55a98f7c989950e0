package aether.observatory.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WaveProgressTest {
  private final WaveProgress waves = new WaveProgress();

  @Test
  void one_open_wave_does_not_make_all_later_ones_be_kept() {
    waves.opened("1-0");
    for (int i = 2; i < 10_000; i++) {
      waves.opened(i + "-0");
      assertThat(waves.settling(i + "-0")).isEmpty();
      waves.settled(i + "-0");
    }

    assertThat(waves.size()).isEqualTo(2);
    assertThat(waves.settling("1-0")).contains("9999-0");
    waves.settled("1-0");
    assertThat(waves.size()).isZero();
  }

  @Test
  void positions_are_ordered_by_number_and_reach_the_largest() {
    waves.opened("9-18446744073709551615");
    waves.opened("10-0");
    waves.opened("18446744073709551615-0");
    waves.settled("10-0");

    assertThat(waves.settling("9-18446744073709551615")).contains("10-0");
  }

  @Property(tries = 200)
  void in_whatever_order_they_settle_nothing_open_is_passed(
      @ForAll @IntRange(min = 1, max = 30) int count, @ForAll long seed) {
    WaveProgress progress = new WaveProgress();
    List<Integer> order = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      progress.opened(i + "-0");
      order.add(i);
    }
    Collections.shuffle(order, new Random(seed));
    Set<Integer> open = new HashSet<>(order);
    for (int wave : order) {
      boolean first = wave == Collections.min(open);
      open.remove(wave);
      int reached = open.isEmpty() ? count : Collections.min(open) - 1;
      assertThat(progress.settling(wave + "-0"))
          .isEqualTo(first ? Optional.of(reached + "-0") : Optional.empty());
      progress.settled(wave + "-0");
      assertThat(progress.size()).isLessThanOrEqualTo(2 * open.size());
    }
  }

  @Test
  void waves_settled_at_the_same_time_leave_no_cursor_behind() {
    WaveProgress waves = new WaveProgress();
    waves.opened("1-0");
    waves.opened("2-0");
    var first = waves.settling("1-0");
    var second = waves.settling("2-0");

    waves.settled("2-0");
    assertThat(waves.lag(second)).isEmpty();
    waves.settled("1-0");
    assertThat(waves.lag(first)).contains("2-0");
    assertThat(waves.lag(Optional.empty())).as("told once").isEmpty();
  }
}
