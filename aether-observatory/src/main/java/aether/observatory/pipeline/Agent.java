package aether.observatory.pipeline;

import aether.bus.BusException;
import aether.bus.write.Entry;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Reservation;
import aether.event.Event;
import aether.event.TurnUsage;
import aether.message.Envelope;
import aether.observatory.prompt.Prompt;
import aether.observatory.turn.AgentRunner;
import aether.observatory.turn.ControlBlock;
import aether.observatory.turn.ControlParser;
import aether.observatory.turn.Parsed;
import aether.observatory.turn.Run;
import aether.observatory.turn.RunResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the agent for one message: each run is reserved before it starts, an unreadable answer is
 * asked for once more, a forgotten session is replaced (CONTRACT §5, step 5).
 */
final class Agent {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  /** How the runs for one message ended. */
  sealed interface Ending {
    /** The agent has decided. */
    record Decided(ControlBlock block, UUID session, Optional<TurnUsage> usage, int attempts)
        implements Ending {}

    /** It ran, but said nothing that can be read. */
    record Malformed(String problem, UUID session, Optional<TurnUsage> usage, int attempts)
        implements Ending {}

    /** The run failed; the message has cost {@code attempts} runs so far. */
    record Failed(String error, int attempts) implements Ending {}

    /** No run took place: the conversation has had {@code count} messages this minute. */
    record OverRate(long count) implements Ending {}

    /** The last run did not take place, and none will before a human acts. */
    record Unable(String error) implements Ending {}

    /** The last run did not take place: the provider refuses until {@code at}. */
    record Limited(Instant at, String error) implements Ending {}

    /** No further run took place: a ceiling on spending is reached. */
    record OverBudget() implements Ending {}

    /** The stop sign went up before the next run; what ran before stays counted. */
    record Stopped() implements Ending {}

    /** The run was ended because it was not confined; it must not be tried again. */
    record Violation(String error, int attempts) implements Ending {}
  }

  /** The message at hand. */
  record Task(Entry entry, Envelope envelope, int attemptsBefore, boolean countsAgainstRate) {}

  private final AgentRunner runner;
  private final ProcessingLog log;
  private final Budget budget;
  private final BodySettings settings;
  private final InstantSource clock;
  private final StopSign stopSign;

  /** The entries whose start was told and whose log was taken back since: it is told once. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  Agent(
      AgentRunner runner,
      ProcessingLog log,
      Budget budget,
      BodySettings settings,
      InstantSource clock,
      StopSign stopSign) {
    this.runner = runner;
    this.log = log;
    this.budget = budget;
    this.settings = settings;
    this.clock = clock;
    this.stopSign = stopSign;
  }

  /** Runs the agent for {@code task}, in {@code session} if there is one. */
  Ending run(Task task, Prompt prompt, Optional<UUID> session, RunningTurn turn)
      throws InterruptedException {
    return switch (budget.reserve(task.envelope())) {
      case Budget.Answer.Reserved(String purse) -> run(task, prompt, session, turn, purse);
      case Budget.Answer.Refused _ -> new Ending.OverBudget();
      case Budget.Answer.Unknown(String error) -> new Ending.Unable(error);
    };
  }

  private Ending run(
      Task task, Prompt prompt, Optional<UUID> session, RunningTurn turn, String purse)
      throws InterruptedException {
    Reservation reservation = reservation(task, task.attemptsBefore() + 1);
    long seen = reserve(reservation, purse);
    told.remove(place(task.entry()));
    if (seen > settings.limits().ratePerMinute()) {
      budget.release(purse);
      return new Ending.OverRate(seen);
    }
    if (isStopped()) {
      release(reservation);
      budget.release(purse);
      return new Ending.Stopped();
    }
    RunResult result = execute(run(prompt, session, turn), reservation, turn);
    if (result instanceof RunResult.StaleSession) {
      result = execute(run(prompt, Optional.empty(), turn), reservation, turn);
    }
    budget.settle(purse, result);
    return switch (result) {
      case RunResult.Answered answered -> read(task, reservation, prompt, answered, turn);
      case RunResult.StaleSession(String error) -> new Ending.Failed(error, reservation.attempt());
      case RunResult.Failed(String error, _) -> new Ending.Failed(error, reservation.attempt());
      case RunResult.PolicyViolation(String error) ->
          new Ending.Violation(error, reservation.attempt());
      case RunResult.LimitedUntil(Instant at, String error) -> limited(reservation, at, error);
      case RunResult.Unable(String error) -> unable(reservation, error);
    };
  }

  private Ending read(
      Task task,
      Reservation reservation,
      Prompt prompt,
      RunResult.Answered answered,
      RunningTurn turn)
      throws InterruptedException {
    return switch (ControlParser.parse(answered.text(), prompt.untrusted())) {
      case Parsed.Decided(ControlBlock block) ->
          new Ending.Decided(
              block, answered.session(), Optional.of(answered.usage()), reservation.attempt());
      case Parsed.Malformed(String problem) when reservation.attempt() < maxAttempts() ->
          askAgain(task, reservation.attempt() + 1, prompt, answered, problem, turn);
      case Parsed.Malformed(String problem) ->
          new Ending.Malformed(
              problem, answered.session(), Optional.of(answered.usage()), reservation.attempt());
    };
  }

  private Ending askAgain(
      Task task,
      int attempt,
      Prompt prompt,
      RunResult.Answered first,
      String problem,
      RunningTurn turn)
      throws InterruptedException {
    if (isStopped()) {
      return new Ending.Stopped();
    }
    return switch (budget.reserve(task.envelope())) {
      case Budget.Answer.Reserved(String purse) -> {
        Reservation reservation = reservation(task, attempt);
        var _ = reserve(reservation, purse);
        Run again = run(prompt.reask(), Optional.of(first.session()), turn);
        RunResult result = execute(again, reservation, turn);
        budget.settle(purse, result);
        yield readAgain(result, reservation, prompt, first, problem);
      }
      case Budget.Answer.Refused _ -> new Ending.OverBudget();
      case Budget.Answer.Unknown(String error) -> new Ending.Unable(error);
    };
  }

  private Ending readAgain(
      RunResult result,
      Reservation reservation,
      Prompt prompt,
      RunResult.Answered first,
      String problem) {
    int attempt = reservation.attempt();
    return switch (result) {
      case RunResult.Answered second -> readAgain(prompt, first, second, attempt);
      case RunResult.StaleSession _, RunResult.Failed _ ->
          new Ending.Malformed(problem, first.session(), Optional.of(first.usage()), attempt);
      case RunResult.PolicyViolation(String error) -> new Ending.Violation(error, attempt);
      case RunResult.LimitedUntil(Instant at, String error) -> limited(reservation, at, error);
      case RunResult.Unable(String error) -> unable(reservation, error);
    };
  }

  private static Ending readAgain(
      Prompt prompt, RunResult.Answered first, RunResult.Answered second, int attempt) {
    Optional<TurnUsage> usage = Optional.of(first.usage().plus(second.usage()));
    return switch (ControlParser.parse(second.text(), prompt.untrusted())) {
      case Parsed.Decided(ControlBlock block) ->
          new Ending.Decided(block, second.session(), usage, attempt);
      case Parsed.Malformed(String still) ->
          new Ending.Malformed(still, second.session(), usage, attempt);
    };
  }

  private Ending limited(Reservation reservation, Instant at, String error) {
    release(reservation);
    return new Ending.Limited(at, error);
  }

  private Ending unable(Reservation reservation, String error) {
    release(reservation);
    return new Ending.Unable(error);
  }

  private void release(Reservation reservation) {
    log.release(reservation);
    if (reservation.attempt() == 1) {
      told.add(place(reservation.entry()));
    }
  }

  /** Writes on the bus that a run is about to start; if that fails, none does. */
  private long reserve(Reservation reservation, String purse) {
    try {
      return log.reserve(reservation, clock.instant());
    } catch (RuntimeException e) {
      budget.release(purse);
      throw e;
    }
  }

  private RunResult execute(Run run, Reservation reservation, RunningTurn turn)
      throws InterruptedException {
    if (isStopped()) {
      turn.stop();
    }
    turn.runsHere();
    try {
      return runner.run(run);
    } catch (InterruptedException e) {
      if (!turn.isKilled() && !turn.isStopped()) {
        handBack(reservation);
      }
      throw e;
    } finally {
      turn.hasRun();
    }
  }

  /**
   * The daemon ends and took the run with it: that is no failure of the message, so it is not
   * counted as an attempt. What was set aside for it stays spent, and bounds how often that can be.
   */
  private void handBack(Reservation reservation) {
    boolean interrupted = Thread.interrupted();
    try {
      log.release(reservation);
    } catch (BusException | ProcessingLog.Fenced e) {
      LOG.warn("a run that was ended stays counted: {}", e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isStopped() {
    return stopSign.reason().isPresent();
  }

  private Run run(Prompt prompt, Optional<UUID> session, RunningTurn turn) {
    return new Run(prompt.rules(), prompt.message(), session, settings.workingDir(), turn::show);
  }

  private Reservation reservation(Task task, int attempt) {
    boolean first = task.attemptsBefore() == 0 && attempt == 1;
    return new Reservation(
        task.envelope(),
        task.entry(),
        attempt,
        first && task.countsAgainstRate(),
        first && !told.contains(place(task.entry()))
            ? List.of(new Event.ProcessingStarted(task.envelope(), settings.id(), clock.instant()))
            : List.of());
  }

  private static String place(Entry entry) {
    return entry.origin() + " " + entry.id();
  }

  private int maxAttempts() {
    return settings.limits().maxAttempts();
  }
}
