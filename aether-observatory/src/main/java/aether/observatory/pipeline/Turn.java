package aether.observatory.pipeline;

import aether.bus.BusException;
import aether.bus.write.LogEntry;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Standing;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Extinction;
import aether.message.Decoded;
import aether.message.Envelope;
import aether.observatory.prompt.Nonces;
import aether.observatory.turn.ControlBlock;
import aether.observatory.turn.ControlCodec;
import aether.observatory.turn.StoredResult;
import aether.view.TerminalText;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything one message goes through (CONTRACT §5): look, admit, run, decide, settle. Safe for
 * several threads, one per conversation.
 */
final class Turn {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);
  private static final Duration FAULT_RETRY = Duration.ofSeconds(1);
  private static final String FAIL_SAFE = "fail-safe: malformed model output, no reply sent";

  private final BodySettings settings;
  private final ProcessingLog log;
  private final Agent agent;
  private final BudgetGate budgetGate;
  private final TurnState state;
  private final Briefing briefing;
  private final Discretion discretion;
  private final Conclusion conclusion;
  private final InstantSource clock;

  Turn(
      BodySettings settings,
      ProcessingLog log,
      Agent agent,
      BudgetGate budgetGate,
      TurnState state,
      Nonces nonces,
      InstantSource clock,
      Pause pause) {
    this.settings = settings;
    this.log = log;
    this.agent = agent;
    this.budgetGate = budgetGate;
    this.state = state;
    this.briefing = new Briefing(settings, state, nonces);
    this.discretion = new Discretion(settings.workingDir());
    this.conclusion = new Conclusion(settings, log, state, clock, pause);
    this.clock = clock;
  }

  /** Works on one message and says what to do next. Runs on the thread of its conversation. */
  Next process(Incoming incoming) throws InterruptedException {
    try {
      return decide(incoming);
    } catch (BusException.Unusable e) {
      state.suspension().troubled(String.valueOf(e.getMessage()));
      return new Next.Retry(FAULT_RETRY);
    }
  }

  private Next decide(Incoming incoming) throws InterruptedException {
    return switch (incoming.decoded()) {
      case Decoded.Invalid(String reason) ->
          conclusion.settle(
              incoming, new Outcome.Dead(Extinction.Cause.UNDECODABLE, reason, 0), List.of());
      case Decoded.Valid(Envelope envelope) when isOwnWave(envelope) ->
          conclusion.settle(incoming, new Outcome.Skipped(), List.of());
      case Decoded.Valid(Envelope envelope) -> claim(incoming, envelope);
    };
  }

  /** Needs no look into the log, and so leaves no trace there. */
  private boolean isOwnWave(Envelope envelope) {
    return envelope.isWave() && envelope.from().equals(settings.id());
  }

  /** Gives a message up that cannot be processed because of a fault of ours. */
  Next bury(Incoming incoming, String error) throws InterruptedException {
    return dead(incoming, error, 0, List.of());
  }

  /** Copies of one message in different conversations are worked on one after the other. */
  private Next claim(Incoming incoming, Envelope envelope) throws InterruptedException {
    if (!state.running().claim(envelope)) {
      return new Next.Retry(state.retryDelay());
    }
    try {
      return admit(incoming, envelope);
    } finally {
      state.running().disclaim(envelope);
    }
  }

  private Next admit(Incoming incoming, Envelope envelope) throws InterruptedException {
    Standing standing = log.look(envelope, clock.instant());
    Admission admission =
        new Admission(
            settings.id(),
            settings.limits(),
            settings.waves(),
            incoming.entry(),
            envelope,
            standing);
    Optional<Outcome> objection =
        admission
            .judge()
            .or(() ->
                standing.log().isEmpty()
                    ? Forgotten.judge(settings.id(), incoming.entry(), clock.instant())
                    : Optional.empty());
    return objection.isPresent()
        ? refuse(incoming, envelope, objection.get())
        : resume(incoming, admission);
  }

  private Next refuse(Incoming incoming, Envelope envelope, Outcome objection)
      throws InterruptedException {
    if (objection instanceof Outcome.Parked) {
      return new Next.Park();
    }
    if (objection instanceof Outcome.Silent) {
      state.notes().hear(envelope);
    }
    return conclusion.settle(incoming, objection, List.of());
  }

  /** Goes on where an earlier life of this Body, or a peer, has stopped. */
  private Next resume(Incoming incoming, Admission admission) throws InterruptedException {
    Optional<LogEntry> known = admission.standing().log();
    int attempts = known.map(LogEntry::attempts).orElse(0);
    if (known.filter(entry -> entry.state() == LogEntry.State.REPLY_EMITTED).isPresent()) {
      return conclusion.settle(
          incoming,
          new Outcome.Silent(Outcome.TurnEnd.without(attempts), Optional.empty()),
          List.of());
    }
    Optional<StoredResult> stored =
        known
            .filter(entry -> entry.state() == LogEntry.State.CLAUDE_DONE)
            .flatMap(LogEntry::claudeResult)
            .flatMap(ControlCodec::decode);
    return stored.isPresent()
        ? conclusion.answer(incoming, admission.envelope(), stored.get(), attempts, List.of())
        : runAgent(incoming, admission, attempts);
  }

  private Next runAgent(Incoming incoming, Admission admission, int attempts)
      throws InterruptedException {
    if (attempts >= settings.limits().maxAttempts()) {
      String error = "each of its " + attempts + " runs ended before it could be settled";
      return dead(incoming, error, attempts, List.of());
    }
    if (!budgetGate.pass(admission.envelope())) {
      return new Next.Retry(Duration.ZERO);
    }
    RunningTurn turn =
        new RunningTurn(
            admission.envelope().conversation(), settings.id(), settings.verbatim(), clock);
    try {
      return finish(incoming, admission.envelope(), inSlot(admission, attempts, turn), turn);
    } catch (InterruptedException e) {
      return interrupted(incoming, turn, e);
    } finally {
      state.running().end(turn);
    }
  }

  /**
   * A killed turn extinguishes its message; a stopped one leaves it pending, and what it has cost
   * counted.
   */
  private Next interrupted(Incoming incoming, RunningTurn turn, InterruptedException e)
      throws InterruptedException {
    if (turn.isKilled()) {
      return conclusion.settle(
          incoming, new Outcome.Stopped(new Extinction.OperatorKill()), turn.take());
    }
    if (turn.isStopped()) {
      return again(turn, Duration.ZERO);
    }
    throw e;
  }

  private Agent.Ending inSlot(Admission admission, int attempts, RunningTurn turn)
      throws InterruptedException {
    state.slots().acquire();
    try {
      state.suspension().pass();
      state.running().begin(turn);
      Agent.Task task =
          new Agent.Task(
              admission.entry(), admission.envelope(), attempts, admission.countsAgainstRate());
      return agent.run(task, briefing.of(admission.envelope()), admission.session(), turn);
    } finally {
      state.slots().release();
    }
  }

  private Next finish(Incoming incoming, Envelope envelope, Agent.Ending ending, RunningTurn turn)
      throws InterruptedException {
    return switch (ending) {
      case Agent.Ending.Decided(var block, var session, var usage, int attempts) -> {
        state.breaker().worked();
        StoredResult result =
            new StoredResult(block, Optional.of(session.toString()), Optional.empty(), usage);
        yield conclusion.answer(incoming, envelope, result, attempts, turn.take());
      }
      case Agent.Ending.Malformed malformed -> {
        state.breaker().worked();
        yield conclusion.settle(incoming, malformed(malformed), turn.take());
      }
      case Agent.Ending.OverRate(long count) ->
          conclusion.settle(
              incoming, Admission.overRate(count, settings.limits()).orElseThrow(), turn.take());
      case Agent.Ending.Failed(String error, int attempts)
          when attempts < settings.limits().maxAttempts() ->
          tryAgain(envelope, error, attempts, turn);
      case Agent.Ending.Failed(String error, int attempts) ->
          dead(incoming, error, attempts, turn.take());
      case Agent.Ending.Violation(String error, int attempts) ->
          dead(incoming, "policy violation: " + error, attempts, turn.take());
      case Agent.Ending.OverBudget _, Agent.Ending.Stopped _ -> again(turn, Duration.ZERO);
      case Agent.Ending.Unable(String error) -> {
        LOG.warn("no turn can run until this is mended: {}", TerminalText.line(error));
        state.suspension().suspend(error);
        yield again(turn, Duration.ZERO);
      }
      case Agent.Ending.Limited(var at, String error) -> {
        LOG.warn("the provider refuses until {}: {}", at, TerminalText.line(error));
        state.suspension().suspendUntil(error, at);
        yield again(turn, Duration.ZERO);
      }
    };
  }

  private Next tryAgain(Envelope envelope, String error, int attempts, RunningTurn turn) {
    state.breaker().failed(error);
    LOG.atWarn()
        .addKeyValue("conversation", envelope.conversation())
        .addKeyValue("message", envelope.id())
        .addKeyValue("attempts", attempts)
        .log("run failed, will be tried again: {}", TerminalText.line(error));
    return again(turn, state.retryDelay());
  }

  /** The same message later; what the telescope has not yet seen of this run is not lost. */
  private Next again(RunningTurn turn, Duration after) {
    state.running().leave(turn.take());
    return new Next.Retry(after);
  }

  private Next dead(Incoming incoming, String error, int attempts, List<Event> milestones)
      throws InterruptedException {
    state.breaker().failed(error);
    LOG.atWarn()
        .addKeyValue("entry", incoming.entry().id())
        .addKeyValue("attempts", attempts)
        .log("given up: {}", TerminalText.line(error));
    return conclusion.settle(
        incoming,
        new Outcome.Dead(Extinction.Cause.TURN_FAILED, discretion.of(error), attempts),
        milestones);
  }

  private static Outcome malformed(Agent.Ending.Malformed malformed) {
    Extinction why = new Extinction.MalformedOutput(malformed.problem());
    StoredResult stored =
        new StoredResult(
            ControlBlock.silence(FAIL_SAFE),
            Optional.of(malformed.session()).map(UUID::toString),
            Optional.of(EventCodec.reason(why)),
            malformed.usage());
    return new Outcome.Withheld(Conclusion.end(stored, malformed.attempts()), why);
  }
}
