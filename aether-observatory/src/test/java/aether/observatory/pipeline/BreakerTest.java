package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Presence;
import aether.observatory.turn.RunResult;
import aether.observatory.turn.ScriptedRunner;
import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An agent that fails again and again is left alone for a while. */
class BreakerTest {
  private final HandClock clock = new HandClock();
  private final InMemoryBus memory = new InMemoryBus(clock);
  private final Sky sky = new Sky(clock, new MemorySkyBus(memory));
  private final AtomicBoolean broken = new AtomicBoolean(true);
  private final ScriptedRunner runner =
      new ScriptedRunner(run ->
          broken.get()
              ? new RunResult.Failed("exit 1", Optional.empty())
              : ScriptedRunner.answer(run, Scripts.silence()));

  @AfterEach
  void close() {
    sky.close();
  }

  @Test
  void four_failures_in_a_row_hold_nothing_back() {
    sky.online(B, runner);
    sky.send(A, B, "One.");
    sky.quiet();
    sky.send(A, B, "Two.");
    sky.quiet();
    assertThat(runner.runs()).isEqualTo(4);
    assertThat(sky.bus.presence(B)).isInstanceOf(Presence.Idle.class);

    broken.set(false);
    sky.send(A, B, "Three.");
    sky.quiet();
    broken.set(true);
    sky.send(A, B, "Four.");
    sky.quiet();
    sky.send(A, B, "Five.");
    sky.quiet();
    assertThat(runner.runs()).as("a success begins the count anew").isEqualTo(9);
  }

  @Test
  void the_fifth_opens_for_ten_minutes_and_then_one_probe_goes_out() {
    fail(5);

    sky.send(A, B, "Is anybody there?");
    sky.until("it says so", () -> isHeldBackAfter(5));
    clock.advance(Duration.ofMinutes(10).minusSeconds(1));
    assertThat(runner.runs()).isEqualTo(5);

    clock.advance(Duration.ofSeconds(1));
    sky.until("the probe has failed", () -> isHeldBackAfter(6));
    clock.advance(Duration.ofMinutes(9));
    assertThat(runner.runs()).isEqualTo(6);

    clock.advance(Duration.ofMinutes(1));
    sky.until("the next probe has failed", () -> isHeldBackAfter(7));
  }

  @Test
  void it_says_since_when_turns_are_held_back() {
    fail(5);
    Instant began = clock.instant();
    sky.until("it says since when", () -> isHeldBackSince(began));

    sky.send(A, B, "Is anybody there?");
    clock.advance(Duration.ofMinutes(10));
    sky.until("the probe has failed", () -> isHeldBackAfter(6));
    assertThat(isHeldBackSince(began)).isTrue();
  }

  private boolean isHeldBackSince(Instant since) {
    return sky.bus.presence(B) instanceof Presence.Suspended suspended
        && suspended.since().equals(Optional.of(since));
  }

  private boolean isHeldBackAfter(int failures) {
    return sky.bus.presence(B) instanceof Presence.Suspended(var _, String why, _)
        && why.equals(failures + " runs have failed in a row, the last: exit 1");
  }

  @Test
  void a_probe_that_works_lets_everything_go_on() {
    fail(5);
    sky.send(A, B, "Is anybody there?");
    broken.set(false);

    clock.advance(Duration.ofMinutes(10));
    sky.quiet();

    assertThat(runner.runs()).isEqualTo(7);
    assertThat(memory.deadLetters(B)).hasSize(2);
  }

  /** Three messages, one after the other; the last one has one run left. */
  private void fail(int runs) {
    sky.online(B, runner);
    sky.send(A, B, "One.");
    sky.quiet();
    sky.send(A, B, "Two.");
    sky.quiet();
    sky.send(A, B, "Three.");
    sky.until(
        "it is open",
        () -> runner.runs() == runs && sky.bus.presence(B) instanceof Presence.Suspended);
  }
}
