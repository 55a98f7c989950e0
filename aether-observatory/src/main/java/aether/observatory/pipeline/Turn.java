package aether.observatory.pipeline;

import aether.bus.BusException;
import aether.bus.write.LogEntry;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Standing;
import aether.config.ConfigException;
import aether.event.Extinction;
import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.Recipient;
import aether.observatory.prompt.Nonces;
import aether.observatory.turn.ControlCodec;
import aether.observatory.turn.StoredResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Everything one message goes through (CONTRACT §5): look, admit, run, decide, settle. Safe for
 * several threads, one per conversation.
 */
final class Turn {
  private static final Duration FAULT_RETRY = Duration.ofSeconds(1);

  private final BodySettings settings;
  private final ProcessingLog log;
  private final Agent agent;
  private final BudgetGate budgetGate;
  private final TurnState state;
  private final Briefing briefing;
  private final Vetting vetting;
  private final Conclusion conclusion;
  private final Aftermath aftermath;
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
    this.vetting = new Vetting(state.identity(), state.roster());
    this.conclusion = new Conclusion(settings, log, state, clock, pause);
    this.aftermath = new Aftermath(settings, state, conclusion);
    this.clock = clock;
  }

  /** Works on one message and says what to do next. Runs on the thread of its conversation. */
  Next process(Incoming incoming) throws InterruptedException {
    try {
      return decide(incoming);
    } catch (BusException.Unusable | ConfigException e) {
      state.suspension().troubled(String.valueOf(e.getMessage()));
      return new Next.Retry(FAULT_RETRY);
    }
  }

  private Next decide(Incoming incoming) throws InterruptedException {
    return switch (incoming.decoded()) {
      case Decoded.Invalid(String reason) ->
          conclusion.settle(
              incoming, new Outcome.Dead(Extinction.Cause.UNDECODABLE, reason, 0), List.of());
      case Decoded.Valid(Envelope envelope) when isForOthers(envelope) ->
          conclusion.settle(incoming, new Outcome.Skipped(), List.of());
      case Decoded.Valid(Envelope envelope) -> vet(incoming, envelope);
    };
  }

  /** Its own wave, or one for other capabilities. Leaves no trace in the log. */
  private boolean isForOthers(Envelope envelope) {
    return envelope.to() instanceof Recipient.Everyone wave
        && (envelope.from().equals(settings.id())
            || !wave.concerns(settings.body().capabilities()));
  }

  private Next vet(Incoming incoming, Envelope envelope) throws InterruptedException {
    return switch (vetting.look(envelope)) {
      case Vetting.Vetted.Fit(Envelope judged) -> claim(incoming.with(judged), judged);
      case Vetting.Vetted.Refused(Outcome outcome) ->
          conclusion.settle(incoming, outcome, List.of());
    };
  }

  /** Gives a message up that cannot be processed because of a fault of ours. */
  Next bury(Incoming incoming, String error) throws InterruptedException {
    return aftermath.dead(incoming, error, 0, List.of());
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
        new Admission(settings, incoming.entry(), envelope, standing, clock.instant());
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
      return aftermath.dead(incoming, error, attempts, List.of());
    }
    Optional<Extinction> loop = state.loops().objection(admission.envelope());
    if (loop.isPresent()) {
      return conclusion.settle(incoming, new Outcome.Stopped(loop.get()), List.of());
    }
    if (!budgetGate.pass(admission.envelope())) {
      return new Next.Retry(Duration.ZERO);
    }
    RunningTurn turn =
        new RunningTurn(
            admission.envelope().conversation(),
            new Milestones(settings.id(), settings.verbatim(), state.outbound(), clock),
            state.running()::isLeaving);
    try {
      return aftermath.of(incoming, admission.envelope(), inSlot(admission, attempts, turn), turn);
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
          incoming, new Outcome.Stopped(new Extinction.OperatorKill()), turn.takeInVain());
    }
    if (turn.isStopped()) {
      return aftermath.again(turn, Duration.ZERO);
    }
    state.running().leave(turn.takeInVain());
    throw e;
  }

  private Ending inSlot(Admission admission, int attempts, RunningTurn turn)
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
}
