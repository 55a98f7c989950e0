package aether.observatory.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import aether.testkit.HandClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuspensionTest {
  private static final Duration PROBE = Duration.ofSeconds(30);

  private final HandClock clock = new HandClock();
  private final Suspension suspension = new Suspension(clock, PROBE, StopSign.never());

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000})
  void a_time_in_the_past_still_holds_turns_back_until_the_next_probe(long resetsAt) {
    suspension.suspendUntil("limit", Instant.ofEpochSecond(resetsAt));
    CompletableFuture<Void> passing = pass();

    assertThat(passing).isNotDone();
    clock.advance(PROBE);
    assertThat(passing).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void a_time_beyond_all_reason_is_probed_after_a_day() {
    suspension.suspendUntil("limit", Instant.ofEpochSecond(253_402_300_000L));
    CompletableFuture<Void> passing = pass();

    assertThat(passing).isNotDone();
    clock.advance(Duration.ofDays(1));
    assertThat(passing).succeedsWithin(Duration.ofSeconds(10));
  }

  private CompletableFuture<Void> pass() {
    return CompletableFuture.runAsync(() -> {
      try {
        suspension.pass();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }
}
