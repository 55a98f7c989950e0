package aether.observatory.turn;

import aether.event.Milestone;
import aether.event.TurnUsage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A stand-in that answers from a script, for tests and for a demo without a network.
 *
 * <p>It is not an agent: no model is asked and nothing is spent. Every surface that shows what it
 * says must say so. The same runs in the same order give the same results. Safe for several threads
 * when its script is.
 */
public final class ScriptedRunner implements AgentRunner {
  /** Lets time pass; a test's own need not. */
  @FunctionalInterface
  public interface Sleeper {
    /** Returns after {@code time}. */
    void sleep(Duration time) throws InterruptedException;
  }

  private final Function<Run, RunResult> script;
  private final Duration delay;
  private final Sleeper sleeper;
  private final AtomicInteger runs = new AtomicInteger();

  /** A runner whose every run takes {@code delay}, passed by {@code sleeper}. */
  public ScriptedRunner(Function<Run, RunResult> script, Duration delay, Sleeper sleeper) {
    this.script = script;
    this.delay = delay;
    this.sleeper = sleeper;
  }

  /** A runner that answers at once. */
  public ScriptedRunner(Function<Run, RunResult> script) {
    this(script, Duration.ZERO, time -> {});
  }

  /** One that answers every run with what {@code text} makes of it, in the run's session. */
  public static ScriptedRunner replying(Function<Run, String> text) {
    return new ScriptedRunner(run -> answer(run, text.apply(run)));
  }

  /** One that answers every run with {@code text}. */
  public static ScriptedRunner replying(String text) {
    return replying(run -> text);
  }

  /** One that gives these results in turn, and the last one from then on. */
  public static ScriptedRunner inTurn(RunResult first, RunResult... rest) {
    AtomicInteger next = new AtomicInteger();
    List<RunResult> later = List.of(rest);
    return new ScriptedRunner(run -> {
      int at = Math.min(next.getAndIncrement(), later.size());
      return at == 0 ? first : later.get(at - 1);
    });
  }

  /**
   * An answer that cost nothing, in the session the run resumes or else in one that follows from
   * its message.
   */
  public static RunResult answer(Run run, String text) {
    UUID session =
        run.resume()
            .orElseGet(
                () -> UUID.nameUUIDFromBytes(run.message().getBytes(StandardCharsets.UTF_8)));
    return new RunResult.Answered(
        text,
        session,
        new TurnUsage(
            Optional.of(BigDecimal.ZERO),
            Optional.of(0L),
            Optional.of(0L),
            Duration.ZERO,
            Optional.of("scripted")));
  }

  /** The same script at another pace. */
  public ScriptedRunner taking(Duration time, Sleeper by) {
    return new ScriptedRunner(script, time, by);
  }

  /** How many runs were begun. */
  public int runs() {
    return runs.get();
  }

  @Override
  public RunResult run(Run run) throws InterruptedException {
    runs.incrementAndGet();
    run.watcher().accept(new Milestone.TurnStart());
    run.watcher().accept(new Milestone.ToolUse("Read"));
    sleeper.sleep(delay);
    RunResult result = script.apply(run);
    boolean answered = result instanceof RunResult.Answered;
    run.watcher().accept(new Milestone.TurnDone(answered ? "success" : "error_during_execution"));
    return result;
  }
}
