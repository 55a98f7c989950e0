package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static aether.observatory.pipeline.Sky.C;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Presence;
import aether.bus.write.LogEntry;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.turn.AgentRunner;
import aether.observatory.turn.RunResult;
import aether.observatory.turn.ScriptedRunner;
import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing runs on a host that has been stopped, whatever the bus says. */
class StopSignTest {
  private static final Optional<String> REASON = Optional.of("stopped by the file STOP");

  private final HandClock clock = new HandClock();
  private final InMemoryBus memory = new InMemoryBus(clock);
  private final Sky sky = new Sky(clock, new MemorySkyBus(memory));
  private volatile Optional<String> sign = Optional.empty();

  @BeforeEach
  void plant() {
    sky.stopSign = () -> sign;
  }

  @AfterEach
  void close() {
    sky.close();
  }

  @Test
  void nothing_runs_while_the_sign_is_up_and_everything_after_it_is_down() {
    sign = REASON;
    ScriptedRunner runner = Scripts.silent();
    sky.online(B, runner);
    Envelope one = sky.send(A, B, "Which field?");
    sky.send(A, B, "Which table?");
    sky.until("it is suspended", () -> presence().equals(REASON));
    sky.until("both wait", () -> sky.bus.queued(B) == 2);

    assertThat(runner.runs()).isZero();
    assertThat(sky.bus.attempts(B, one.id())).isZero();

    sign = Optional.empty();
    sky.quiet();
    assertThat(runner.runs()).isEqualTo(2);
    assertThat(sky.done()).hasSize(2);
    sky.until("it is online", () -> presence().isEmpty());
  }

  @Test
  void what_costs_no_turn_is_settled_all_the_same() {
    sign = REASON;
    ScriptedRunner runner = Scripts.silent();
    sky.online(B, runner);

    sky.bus.rawInbox(B, Map.of("data", "garbage"));
    sky.send(A, new Recipient.Everyone(false), "The staging database is down.", 8);
    sky.quiet();

    assertThat(runner.runs()).isZero();
    assertThat(sky.bus.deadLetters(B)).isEqualTo(1);
  }

  @Test
  void a_running_turn_is_ended_within_a_second_and_its_message_stays() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    AgentRunner endless =
        run -> {
          if (runs.incrementAndGet() > 1) {
            return ScriptedRunner.answer(run, Scripts.silence());
          }
          return waitForEver(running, ended);
        };
    sky.online(B, endless);
    Envelope message = sky.send(A, B, "Think hard.");
    running.await();

    long from = System.nanoTime();
    sign = REASON;
    ended.await();
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(1));

    sky.until("it is suspended", () -> presence().equals(REASON));
    assertThat(sky.bus.queued(B)).isEqualTo(1);
    assertThat(sky.bus.logState(B, message)).contains(LogEntry.State.RECEIVED);
    assertThat(sky.bus.attempts(B, message.id())).isEqualTo(1);
    assertThat(sky.extinctions()).isEmpty();

    sign = Optional.empty();
    sky.quiet();
    assertThat(runs).hasValue(2);
    assertThat(sky.bus.attempts(B, message.id())).isEqualTo(2);
    assertThat(sky.done()).hasSize(1);
  }

  @Test
  void d3_stopped_runs_count_so_that_a_message_cannot_be_run_without_end() {
    AtomicInteger runs = new AtomicInteger();
    AtomicInteger ends = new AtomicInteger();
    AgentRunner endless =
        run -> {
          runs.incrementAndGet();
          try {
            return waitForEver(new CountDownLatch(1), new CountDownLatch(1));
          } finally {
            ends.incrementAndGet();
          }
        };
    sky.online(B, endless);
    Envelope message = sky.send(A, B, "Think hard.");
    for (int run = 1; run <= 2; run++) {
      int count = run;
      sky.until("run " + count, () -> runs.get() == count);
      sign = REASON;
      sky.until("its end", () -> ends.get() == count);
      sign = Optional.empty();
    }
    sky.quiet();

    assertThat(runs).hasValue(2);
    assertThat(sky.extinctions())
        .singleElement()
        .isInstanceOfSatisfying(
            Extinction.DeadLettered.class, dead -> assertThat(dead.attempts()).isEqualTo(2));

    memory
        .deadLetterOffice()
        .retry(B, memory.deadLetters().list(B, "0-0", 1).getFirst().id(), "ana");
    sky.until("a third run", () -> runs.get() == 3);
    assertThat(sky.bus.attempts(B, message.id())).isEqualTo(1);
  }

  @Test
  void a_sign_that_goes_up_at_the_last_moment_costs_no_attempt() {
    ScriptedRunner runner = Scripts.silent();
    memory.afterCommand(command -> {
      if (command.equals("reserve")) {
        sign = REASON;
      }
    });
    sky.online(B, runner);
    Envelope message = sky.send(A, B, "Which field?");
    sky.until("it is suspended", () -> presence().equals(REASON));
    sky.until("the attempt is given back", () -> sky.bus.attempts(B, message.id()) == 0);
    assertThat(runner.runs()).isZero();

    memory.afterCommand(_ -> {});
    sign = Optional.empty();
    sky.quiet();
    assertThat(runner.runs()).isEqualTo(1);
    assertThat(sky.bus.attempts(B, message.id())).isEqualTo(1);
  }

  @Test
  void the_second_question_to_an_agent_that_spoke_unclearly_is_not_asked_either() {
    AtomicInteger runs = new AtomicInteger();
    AgentRunner unclear =
        run -> {
          if (runs.incrementAndGet() == 1) {
            sign = REASON;
            return ScriptedRunner.answer(run, "Let me think about it.");
          }
          return ScriptedRunner.answer(run, Scripts.silence());
        };
    sky.online(B, unclear);
    Envelope message = sky.send(A, B, "Which field?");
    sky.until("it is suspended", () -> presence().equals(REASON));
    assertThat(runs).hasValue(1);
    assertThat(sky.bus.queued(B)).isEqualTo(1);
    assertThat(sky.bus.attempts(B, message.id())).isEqualTo(1);
  }

  @Test
  void an_answer_that_was_ready_when_the_sign_went_up_is_not_lost() {
    sky.registered(A);
    AgentRunner quick =
        run -> {
          sign = REASON;
          return ScriptedRunner.answer(run, Scripts.reply("order_id"));
        };
    sky.online(B, quick);
    sky.send(A, B, "Which field?");
    sky.until("it is answered", () -> sky.messages().size() == 2);

    assertThat(sky.messages().getLast().content().text()).isEqualTo("order_id");
  }

  @Test
  void a_stopped_body_ends_in_its_own_way_when_told_to() {
    sign = REASON;
    sky.online(C, Scripts.silent());
    sky.send(A, C, "Which field?");
    sky.until("it is suspended", () -> presenceOf(C).equals(REASON));

    long from = System.nanoTime();
    sky.offline(C);

    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
    assertThat(sky.bus.queued(C)).isEqualTo(1);
  }

  private static RunResult waitForEver(CountDownLatch running, CountDownLatch ended)
      throws InterruptedException {
    running.countDown();
    try {
      new CountDownLatch(1).await();
      throw new AssertionError("for ever is over");
    } finally {
      ended.countDown();
    }
  }

  private Optional<String> presence() {
    return presenceOf(B);
  }

  private Optional<String> presenceOf(ProjectId id) {
    return sky.bus.presence(id) instanceof Presence.Suspended(var _, String reason, _)
        ? Optional.of(reason)
        : Optional.empty();
  }
}
