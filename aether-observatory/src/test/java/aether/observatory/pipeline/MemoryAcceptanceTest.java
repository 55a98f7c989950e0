package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.bus.BusException;
import aether.bus.Presence;
import aether.event.Milestone;
import aether.message.Envelope;
import aether.message.Recipient;
import aether.observatory.turn.ScriptedRunner;
import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void a_bus_that_is_away_at_the_end_of_a_run_costs_no_second_run() {
    AtomicInteger away = new AtomicInteger();
    memory.beforeCommand(_ -> {
      if (away.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new BusException.Unavailable("the bus is away", new IOException());
      }
    });
    sky().registered(A);
    List<ScriptedRunner> ran = new ArrayList<>();
    for (int commands = 1; commands <= 12; commands++) {
      int length = commands;
      ScriptedRunner runner =
          ScriptedRunner.replying(_ -> {
            away.set(length);
            return Scripts.reply("It is `id`.");
          });
      ran.add(runner);
      sky().online(B, runner);
      sky().send(A, B, "Which?");
      sky().until("the run is over", () -> runner.runs() > 0 && away.get() == 0);
      sky().quiet();
      sky().offline(B);
    }

    assertThat(ran).allSatisfy(runner -> assertThat(runner.runs()).isEqualTo(1));
    assertThat(sky().bus.deadLetters(B)).isZero();
    assertThat(sky().bus.inboxOf(A)).hasSize(12);
  }

  @Test
  void an_outage_is_not_counted_as_a_fault_of_the_message() {
    AtomicInteger looks = new AtomicInteger();
    memory.beforeCommand(command -> {
      if (command.equals("look")) {
        switch (looks.incrementAndGet()) {
          case 1, 2, 3, 4, 5, 6 ->
              throw new BusException.Unavailable("the bus is away", new IOException());
          case 7 -> throw new IllegalStateException("a fault that passes");
          default -> {}
        }
      }
    });
    sky().registered(A);
    sky().online(B, Scripts.always("It is `id`."));

    sky().send(A, B, "Which?");
    sky().quiet();

    assertThat(sky().bus.deadLetters(B)).isZero();
    assertThat(sky().bus.inboxOf(A)).hasSize(1);
  }

  @Test
  void a_message_that_cannot_even_be_given_up_leaves_its_conversation_alive() {
    AtomicInteger refusals = new AtomicInteger(20);
    memory.beforeCommand(command -> {
      if (command.equals("settle") && refusals.getAndDecrement() > 0) {
        throw new IllegalStateException("WRONGTYPE of the dead letters");
      }
    });
    sky().online(B, Scripts.silent());

    sky().bus.rawInbox(B, Map.of("data", "garbage"));
    sky().quiet();

    assertThat(refusals).hasNegativeValue();
    assertThat(sky().bus.deadLetters(B)).isEqualTo(1);
  }

  @Test
  void many_waves_of_a_paused_conversation_do_not_make_the_body_deaf() {
    Envelope wave = sky().compose(A, new Recipient.Everyone(true), "Report.", 8);
    sky().bus.controlSwitch().pause(wave.conversation(), "test");
    ScriptedRunner runner = Scripts.silent();
    sky().online(B, runner);
    for (int i = 0; i < 700; i++) {
      var _ = sky().follow(wave, "Report " + i);
    }
    Envelope other = sky().send(A, B, "Do you hear me?");
    sky()
        .until(
            "the other conversation is done",
            () -> sky().done().stream().anyMatch(done -> done.envelope().id().equals(other.id())));

    sky().bus.controlSwitch().resume(wave.conversation(), "test");
    sky().quiet();

    assertThat(runner.runs()).as("up to the rate, and the other").isEqualTo(21);
    assertThat(memory.unreadWaves(B)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"register", "open", "beat"})
  void a_start_that_fails_leaves_the_lease_to_the_next(String command) {
    memory.beforeCommand(each -> {
      if (each.equals(command)) {
        throw new BusException.Unavailable("the bus is away", new IOException());
      }
    });
    Observatory failing = sky().observatory(B, Scripts.silent());
    assertThatThrownBy(() -> failing.start(false)).isInstanceOf(BusException.class);
    failing.close();
    memory.beforeCommand(_ -> {});

    sky().online(B, Scripts.silent());
  }

  @Test
  void milestones_that_cannot_be_written_keep_no_body_from_leaving() {
    CountDownLatch running = new CountDownLatch(1);
    memory.beforeCommand(command -> {
      if (command.equals("append")) {
        throw new BusException.Unavailable("the bus is away", new IOException());
      }
    });
    sky()
        .online(
            B,
            run -> {
              run.watcher().accept(new Milestone.TurnStart());
              running.countDown();
              throw new IllegalStateException("out of order");
            });
    sky().send(A, B, "Which?");
    sky().until("it runs", () -> running.getCount() == 0);
    sky().offline(B);

    assertThat(sky().bus.presence(B)).isInstanceOf(Presence.Offline.class);
    memory.beforeCommand(_ -> {});
    sky().online(B, Scripts.silent());
  }
}
