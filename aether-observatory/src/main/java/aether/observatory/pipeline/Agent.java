package aether.observatory.pipeline;

import aether.bus.write.Entry;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Reservation;
import aether.event.TurnUsage;
import aether.message.Envelope;
import aether.observatory.prompt.Prompt;
import aether.observatory.turn.AgentRunner;
import aether.observatory.turn.ControlBlock;
import aether.observatory.turn.ControlParser;
import aether.observatory.turn.Parsed;
import aether.observatory.turn.Run;
import aether.observatory.turn.RunResult;
import aether.view.TerminalText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the agent for one message: each run is reserved before it starts, an unreadable answer is
 * asked for once more, a forgotten session is replaced (CONTRACT §5, step 5).
 */
final class Agent {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

  /** The message at hand. */
  record Task(Entry entry, Envelope envelope, int attemptsBefore, boolean countsAgainstRate) {}

  /** A run as the bus and as the ledger know it. */
  private record Booked(Reservation reservation, Budget.Answer.Reserved purse) {}

  private final AgentRunner runner;
  private final Bookings bookings;
  private final Budget budget;
  private final BodySettings settings;
  private final StopSign stopSign;

  Agent(
      AgentRunner runner,
      ProcessingLog log,
      Budget budget,
      BodySettings settings,
      InstantSource clock,
      StopSign stopSign) {
    this.runner = runner;
    this.bookings = new Bookings(log, settings.id(), clock);
    this.budget = budget;
    this.settings = settings;
    this.stopSign = stopSign;
  }

  /** Runs the agent for {@code task}, in {@code session} if there is one. */
  Ending run(Task task, Prompt prompt, Optional<UUID> session, RunningTurn turn)
      throws InterruptedException {
    return switch (budget.reserve(task.envelope())) {
      case Budget.Answer.Reserved purse -> run(task, prompt, session, turn, purse);
      case Budget.Answer.Refused _ -> new Ending.OverBudget();
      case Budget.Answer.Unknown(String error) -> new Ending.Unable(error);
    };
  }

  private Ending run(
      Task task,
      Prompt prompt,
      Optional<UUID> session,
      RunningTurn turn,
      Budget.Answer.Reserved purse)
      throws InterruptedException {
    Reservation reservation = bookings.reservation(task, task.attemptsBefore() + 1, purse);
    long seen = reserve(reservation, purse);
    if (seen > settings.limits().ratePerMinute()) {
      budget.release(purse.run());
      return new Ending.OverRate(seen);
    }
    if (isStopped()) {
      budget.release(purse.run());
      bookings.release(reservation);
      return new Ending.Stopped();
    }
    Booked booked = new Booked(reservation, purse);
    RunResult result = execute(run(prompt, session, turn), booked, turn);
    if (result instanceof RunResult.StaleSession(String error)) {
      LOG.atInfo()
          .addKeyValue("body", settings.id())
          .addKeyValue("conversation", task.envelope().conversation())
          .log("its session is gone, it begins anew: {}", TerminalText.line(error));
      result = execute(run(prompt, Optional.empty(), turn), booked, turn);
    }
    budget.settle(purse.run(), result);
    return switch (result) {
      case RunResult.Answered answered -> read(task, reservation, prompt, answered, turn);
      case RunResult.StaleSession(String error) -> new Ending.Failed(error, reservation.attempt());
      case RunResult.Failed(String error, _) -> new Ending.Failed(error, reservation.attempt());
      case RunResult.Signalled(String error, _) -> new Ending.Failed(error, reservation.attempt());
      case RunResult.PolicyViolation(String error) ->
          new Ending.Violation(error, reservation.attempt());
      case RunResult.LimitedUntil(Instant at, String error, var usage) -> {
        giveBack(reservation, usage);
        yield new Ending.Limited(at, error);
      }
      case RunResult.Unable(String error, var usage) -> {
        giveBack(reservation, usage);
        yield new Ending.Unable(error);
      }
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
          new Ending.Decided(block, answered.session(), reservation.attempt());
      case Parsed.Malformed(String problem) when reservation.attempt() < maxAttempts() ->
          askAgain(task, reservation.attempt() + 1, prompt, answered, problem, turn);
      case Parsed.Malformed(String problem) ->
          new Ending.Malformed(problem, answered.session(), reservation.attempt());
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
      case Budget.Answer.Reserved purse -> {
        Reservation reservation = bookings.reservation(task, attempt, purse);
        var _ = reserve(reservation, purse);
        Prompt question = runner.remembers() ? prompt.reask() : prompt;
        Run again = run(question, Optional.of(first.session()), turn);
        RunResult result = execute(again, new Booked(reservation, purse), turn);
        budget.settle(purse.run(), result);
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
      case RunResult.Answered second -> readAgain(prompt, second, attempt);
      case RunResult.StaleSession _, RunResult.Failed _, RunResult.Signalled _ ->
          new Ending.Malformed(problem, first.session(), attempt);
      case RunResult.PolicyViolation(String error) -> new Ending.Violation(error, attempt);
      case RunResult.LimitedUntil(Instant at, String error, var usage) -> {
        giveBack(reservation, usage);
        yield new Ending.Limited(at, error);
      }
      case RunResult.Unable(String error, var usage) -> {
        giveBack(reservation, usage);
        yield new Ending.Unable(error);
      }
    };
  }

  private static Ending readAgain(Prompt prompt, RunResult.Answered second, int attempt) {
    return switch (ControlParser.parse(second.text(), prompt.untrusted())) {
      case Parsed.Decided(ControlBlock block) ->
          new Ending.Decided(block, second.session(), attempt);
      case Parsed.Malformed(String still) -> new Ending.Malformed(still, second.session(), attempt);
    };
  }

  /** A run that was refused before it cost anything is none. */
  private void giveBack(Reservation reservation, Optional<TurnUsage> usage) {
    if (Budget.wasFree(usage)) {
      bookings.release(reservation);
    }
  }

  /** Writes on the bus that a run is about to start; if that fails, none does. */
  private long reserve(Reservation reservation, Budget.Answer.Reserved purse) {
    try {
      return bookings.reserve(reservation);
    } catch (RuntimeException e) {
      budget.takeBack(purse);
      throw e;
    }
  }

  private RunResult execute(Run run, Booked booked, RunningTurn turn) throws InterruptedException {
    if (isStopped()) {
      turn.stop();
    }
    begin(booked, turn);
    try {
      RunResult result = runner.run(run);
      turn.used(result);
      if (result instanceof RunResult.Signalled(String error, _) && turn.isLeaving()) {
        throw new InterruptedException(error + ", as this process is told to");
      }
      return result;
    } catch (InterruptedException e) {
      if (!turn.isKilled() && !turn.isStopped()) {
        bookings.handBack(booked.reservation());
      }
      throw e;
    } finally {
      turn.hasRun();
    }
  }

  /** A turn that was ended before its run has none: it costs nothing, and is no attempt. */
  private void begin(Booked booked, RunningTurn turn) throws InterruptedException {
    try {
      turn.runsHere();
    } catch (InterruptedException e) {
      budget.release(booked.purse().run());
      bookings.handBack(booked.reservation());
      throw e;
    }
  }

  private boolean isStopped() {
    return stopSign.reason().isPresent();
  }

  private Run run(Prompt prompt, Optional<UUID> session, RunningTurn turn) {
    return new Run(prompt.rules(), prompt.message(), session, settings.workingDir(), turn::show);
  }

  private int maxAttempts() {
    return settings.limits().maxAttempts();
  }
}
