package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.message.Recipient;
import aether.observatory.turn.ScriptedRunner;
import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The process ends before, or right after, each command of a turn in its turn, once or twice; a
 * fresh one finishes the work (O21: K crashes once meant K+1 replies).
 */
class CrashTest {
  /** More than any turn takes. */
  private static final int MOST_COMMANDS = 200;

  private Thread.@Nullable UncaughtExceptionHandler before;

  /** The end of a process: whatever it still tries fails alike. */
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("the process has ended", null, false, false);
    }
  }

  @BeforeEach
  void let_threads_end_in_silence() {
    before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
      if (!(e instanceof Crash)) {
        Optional.ofNullable(before).ifPresent(usual -> usual.uncaughtException(thread, e));
      }
    });
  }

  @AfterEach
  void let_threads_speak_again() {
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE, 1, COMET",
    "AFTER, 1, COMET",
    "BEFORE, 2, COMET",
    "AFTER, 2, COMET",
    "BEFORE, 1, WAVE",
    "AFTER, 1, WAVE",
    "AFTER, 1, MALFORMED"
  })
  void d12_d3_a_crash_at_any_command_loses_nothing_and_doubles_nothing(
      Moment moment, int crashes, Kind kind) {
    int command = 0;
    while (new Life(moment, kind).survives(command, crashes)) {
      command++;
      assertThat(command).as("a turn ends").isLessThan(MOST_COMMANDS);
    }
    assertThat(command).as("there were commands to crash at").isGreaterThan(8);
  }

  private enum Moment {
    BEFORE,
    AFTER
  }

  private enum Kind {
    COMET,
    WAVE,
    MALFORMED
  }

  /** One message, processed by one process after the other. */
  private static final class Life {
    private final HandClock clock = new HandClock();
    private final InMemoryBus memory = new InMemoryBus(clock);
    private final Sky sky = new Sky(clock, new MemorySkyBus(memory));
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicBoolean dead = new AtomicBoolean();
    private final Moment moment;
    private final Kind kind;
    private final ScriptedRunner runner;

    Life(Moment moment, Kind kind) {
      this.moment = moment;
      this.kind = kind;
      this.runner =
          kind == Kind.MALFORMED ? ScriptedRunner.replying("prose") : Scripts.always("It is `id`.");
    }

    /** Whether a process died at that command; what is on the bus in the end is right. */
    boolean survives(int command, int crashes) {
      sky.registered(A);
      sky.online(B, Scripts.silent());
      sky.offline(B);
      sky.send(
          A,
          kind == Kind.WAVE ? new Recipient.Everyone(true) : new Recipient.Project(B),
          "Which?",
          8);
      int died = 0;
      for (int i = 0; i < crashes; i++) {
        died += diesAt(command) ? 1 : 0;
      }
      sky.online(B, runner);
      sky.quiet();
      sky.close();
      assertThat(sky.auditor().complaints())
          .as("%s at %s command %d", kind, moment, command)
          .isEmpty();
      return died > 0;
    }

    private boolean diesAt(int command) {
      left.set(command);
      dead.set(false);
      Doom doom = new Doom();
      Consumer<String> hook =
          _ -> {
            if (dead.get() || left.getAndDecrement() == 0) {
              dead.set(true);
              doom.strike();
              throw new Crash();
            }
          };
      memory.beforeCommand(moment == Moment.BEFORE ? hook : this::throwIfDead);
      memory.afterCommand(moment == Moment.AFTER ? hook : _ -> {});
      try {
        sky.online(B, runner, doom);
        sky.until("it dies or is done", () -> dead.get() || isDone());
        boolean died = dead.get();
        if (!died) {
          sky.offline(B);
        }
        return died || dead.get();
      } catch (Crash e) {
        return true;
      } finally {
        if (dead.get()) {
          clearedAway();
        }
        memory.beforeCommand(_ -> {});
        memory.afterCommand(_ -> {});
        clock.advance(Duration.ofSeconds(31));
      }
    }

    /** While whatever the process still tries fails. */
    private void clearedAway() {
      try {
        sky.crashed(B).join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private void throwIfDead(String command) {
      if (dead.get()) {
        throw new Crash();
      }
    }

    /** Looks without a command that a hook would count. */
    private boolean isDone() {
      return kind == Kind.WAVE
          ? memory.unreadWaves(B) == 0 && !memory.events().isEmpty()
          : memory.inboxOf(B).isEmpty();
    }
  }
}
