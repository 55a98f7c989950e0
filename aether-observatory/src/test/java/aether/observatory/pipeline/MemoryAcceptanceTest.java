package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.observatory.turn.ScriptedRunner;
import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The scenarios on a bus in memory, and those in which the bus itself strikes. */
class MemoryAcceptanceTest extends Acceptance {
  private final HandClock clock = new HandClock();
  private final InMemoryBus memory = new InMemoryBus(clock);

  @Override
  Sky open() {
    return new Sky(clock, new MemorySkyBus(memory));
  }

  @Test
  void a_crash_after_the_reply_costs_no_second_call_and_no_second_reply() {
    AtomicBoolean crash = new AtomicBoolean(true);
    memory.afterCommand(command -> {
      if (command.equals("settle") && crash.getAndSet(false)) {
        throw new IllegalStateException("the process ended here");
      }
    });
    sky().registered(A);
    ScriptedRunner runner = Scripts.always("It is `id`.");
    sky().online(B, runner);

    sky().send(A, B, "Which?");
    sky().quiet();

    assertThat(crash).isFalse();
    assertThat(runner.runs()).isEqualTo(1);
    assertThat(sky().messages()).hasSize(2);
  }
}
