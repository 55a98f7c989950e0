package aether.observatory.pipeline;

import aether.bus.BusException;
import aether.bus.ControlState;
import aether.bus.write.Entry;
import aether.bus.write.LogEntry;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Settled;
import aether.bus.write.Settlement;
import aether.bus.write.Standing;
import aether.event.Event;
import aether.event.Extinction;
import aether.event.TurnUsage;
import aether.message.Decoded;
import aether.message.Envelope;
import aether.observatory.prompt.Nonces;
import aether.observatory.prompt.Prompt;
import aether.observatory.prompt.Register;
import aether.observatory.prompt.RosterLine;
import aether.observatory.turn.ControlBlock;
import aether.observatory.turn.ControlCodec;
import aether.observatory.turn.StoredResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything one message goes through (CONTRACT §5): look, admit, run, decide, settle. Safe for
 * several threads, one per conversation.
 */
final class Turn {
  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);
  private static final Duration BUS_RETRY = Duration.ofMillis(500);

  private final BodySettings settings;
  private final ProcessingLog log;
  private final Agent agent;
  private final TurnState state;
  private final Nonces nonces;
  private final InstantSource clock;
  private final Pause pause;

  Turn(
      BodySettings settings,
      ProcessingLog log,
      Agent agent,
      TurnState state,
      Nonces nonces,
      InstantSource clock,
      Pause pause) {
    this.settings = settings;
    this.log = log;
    this.agent = agent;
    this.state = state;
    this.nonces = nonces;
    this.clock = clock;
    this.pause = pause;
  }

  /** Works on one message and says what to do next. Runs on the thread of its conversation. */
  Next process(Incoming incoming) throws InterruptedException {
    return switch (incoming.decoded()) {
      case Decoded.Invalid(String reason) ->
          settle(
              incoming.entry(),
              Optional.empty(),
              new Outcome.Dead(Extinction.Cause.UNDECODABLE, reason, 0),
              List.of());
      case Decoded.Valid(Envelope envelope) -> process(incoming.entry(), envelope);
    };
  }

  /** Gives a message up that cannot be processed because of a fault of ours. */
  Next bury(Incoming incoming, String error) throws InterruptedException {
    return settle(
        incoming.entry(),
        incoming.envelope(),
        new Outcome.Dead(Extinction.Cause.TURN_FAILED, error, 0),
        List.of());
  }

  private Next process(Entry entry, Envelope envelope) throws InterruptedException {
    if (!state.running().claim(envelope)) {
      return new Next.Retry(state.retryDelay());
    }
    try {
      return admit(entry, envelope);
    } finally {
      state.running().disclaim(envelope);
    }
  }

  private Next admit(Entry entry, Envelope envelope) throws InterruptedException {
    Standing standing = log.look(envelope, clock.instant());
    Admission admission =
        new Admission(
            settings.id(), settings.limits(), settings.waves(), entry, envelope, standing);
    Optional<Outcome> objection = admission.judge();
    if (objection.isPresent()) {
      return refuse(entry, envelope, objection.get());
    }
    Optional<LogEntry> known = standing.log();
    if (known.isPresent() && known.get().state() == LogEntry.State.REPLY_EMITTED) {
      return settle(entry, Optional.of(envelope), silent(known.get()), List.of());
    }
    Optional<StoredResult> stored =
        known
            .filter(entryLog -> entryLog.state() == LogEntry.State.CLAUDE_DONE)
            .flatMap(LogEntry::claudeResult)
            .flatMap(ControlCodec::decode);
    if (stored.isPresent()) {
      return conclude(entry, envelope, stored.get(), known.get().attempts(), List.of());
    }
    return runAgent(admission, known.map(LogEntry::attempts).orElse(0));
  }

  private Next refuse(Entry entry, Envelope envelope, Outcome objection)
      throws InterruptedException {
    if (objection instanceof Outcome.Parked) {
      return new Next.Park();
    }
    if (objection instanceof Outcome.Silent) {
      state.notes().hear(envelope);
    }
    return settle(entry, Optional.of(envelope), objection, List.of());
  }

  private Next runAgent(Admission admission, int attempts) throws InterruptedException {
    if (attempts >= settings.limits().maxAttempts()) {
      return settle(
          admission.entry(),
          Optional.of(admission.envelope()),
          new Outcome.Dead(
              Extinction.Cause.TURN_FAILED,
              "each of its " + attempts + " runs ended before it could be settled",
              attempts),
          List.of());
    }
    RunningTurn turn =
        new RunningTurn(
            admission.envelope().conversation(), settings.id(), settings.verbatim(), clock);
    try {
      return finish(admission, inSlot(admission, attempts, turn), turn);
    } catch (InterruptedException e) {
      if (!turn.isKilled()) {
        throw e;
      }
      return settle(
          admission.entry(),
          Optional.of(admission.envelope()),
          new Outcome.Stopped(new Extinction.OperatorKill()),
          turn.take());
    } finally {
      state.running().end(turn);
    }
  }

  private Agent.Ending inSlot(Admission admission, int attempts, RunningTurn turn)
      throws InterruptedException {
    state.slots().acquire();
    try {
      state.suspension().pass();
      state.running().begin(turn);
      return agent.run(task(admission, attempts), prompt(admission), session(admission), turn);
    } finally {
      state.slots().release();
    }
  }

  private Next finish(Admission admission, Agent.Ending ending, RunningTurn turn)
      throws InterruptedException {
    Entry entry = admission.entry();
    Envelope envelope = admission.envelope();
    return switch (ending) {
      case Agent.Ending.Decided(var block, var session, var usage, var attempts) -> {
        state.suspension().lift();
        yield conclude(
            entry,
            envelope,
            result(block, session, Optional.empty(), usage),
            attempts,
            turn.take());
      }
      case Agent.Ending.Malformed(var problem, var session, var usage, var attempts) -> {
        state.suspension().lift();
        yield malformed(admission, problem, session, usage, attempts, turn.take());
      }
      case Agent.Ending.OverRate(long count) ->
          settle(
              entry,
              Optional.of(envelope),
              Admission.overRate(count, settings.limits()).orElseThrow(),
              turn.take());
      case Agent.Ending.Failed(String error, int attempts)
          when attempts < settings.limits().maxAttempts() -> {
        LOG.atWarn()
            .addKeyValue("conversation", envelope.conversation())
            .addKeyValue("message", envelope.id())
            .addKeyValue("attempts", attempts)
            .log("run failed, will be tried again: {}", error);
        yield new Next.Retry(state.retryDelay());
      }
      case Agent.Ending.Failed(String error, int attempts) ->
          dead(entry, envelope, error, attempts, turn);
      case Agent.Ending.Violation(String error, int attempts) ->
          dead(entry, envelope, "policy violation: " + error, attempts, turn);
      case Agent.Ending.Unable(String error) -> {
        LOG.warn("no turn can run until this is mended: {}", error);
        state.suspension().suspend(error);
        yield new Next.Retry(Duration.ZERO);
      }
      case Agent.Ending.Limited(var at, String error) -> {
        LOG.warn("the provider refuses until {}: {}", at, error);
        state.suspension().suspendUntil(error, at);
        yield new Next.Retry(Duration.ZERO);
      }
    };
  }

  private Next dead(Entry entry, Envelope envelope, String error, int attempts, RunningTurn turn)
      throws InterruptedException {
    return settle(
        entry,
        Optional.of(envelope),
        new Outcome.Dead(Extinction.Cause.TURN_FAILED, error, attempts),
        turn.take());
  }

  private Next malformed(
      Admission admission,
      String problem,
      UUID session,
      Optional<TurnUsage> usage,
      int attempts,
      List<Event> milestones)
      throws InterruptedException {
    String summary = "fail-safe: malformed model output, no reply sent";
    StoredResult stored =
        result(ControlBlock.silence(summary), session, Optional.of("malformed_output"), usage);
    return settle(
        admission.entry(),
        Optional.of(admission.envelope()),
        new Outcome.Withheld(end(stored, attempts), new Extinction.MalformedOutput(problem)),
        milestones);
  }

  /** From a finished run, now or in an earlier life, to the end of the message. */
  private Next conclude(
      Entry entry, Envelope envelope, StoredResult stored, int attempts, List<Event> milestones)
      throws InterruptedException {
    Roster.Snapshot roster = onceTheBusIsThere(() -> state.roster().snapshot());
    Outcome outcome =
        new ReplyGates(settings.id(), roster, clock.instant())
            .decide(envelope, stored.block(), end(stored, attempts));
    Settlement settlement = settlement(entry, Optional.of(envelope), outcome, milestones);
    return switch (write(settlement)) {
      case Settled.Done _ -> done(entry);
      case Settled.Overruled(ControlState conversation, boolean projectKilled)
          when conversation == ControlState.PAUSED && !projectKilled -> {
        String session = stored.sessionId().orElse("");
        boolean _ =
            onceTheBusIsThere(() -> {
              log.record(envelope, ControlCodec.encode(stored), session);
              return true;
            });
        yield new Next.Park();
      }
      case Settled.Overruled _ ->
          settle(
              entry,
              Optional.of(envelope),
              new Outcome.Withheld(end(stored, attempts), new Extinction.OperatorKill()),
              milestones);
    };
  }

  private Next settle(
      Entry entry, Optional<Envelope> envelope, Outcome outcome, List<Event> milestones)
      throws InterruptedException {
    Settled settled = write(settlement(entry, envelope, outcome, milestones));
    if (settled instanceof Settled.Overruled) {
      return new Next.Retry(Duration.ZERO);
    }
    return done(entry);
  }

  private Settlement settlement(
      Entry entry, Optional<Envelope> envelope, Outcome outcome, List<Event> milestones) {
    Settlement settlement =
        new Settlements(settings.id(), entry, envelope, clock.instant()).of(outcome, milestones);
    return entry.origin() == Entry.Origin.BROADCAST
        ? state.waves().settling(entry.id()).map(settlement::withWaveCursor).orElse(settlement)
        : settlement;
  }

  /** Writes the settlement. */
  private Settled write(Settlement settlement) throws InterruptedException {
    return onceTheBusIsThere(() -> log.settle(settlement));
  }

  /**
   * Does what is left to do once the agent has run; while the bus is away, waits for it: what is
   * paid for is neither decided twice nor thrown away.
   */
  private <T> T onceTheBusIsThere(Supplier<T> step) throws InterruptedException {
    while (true) {
      try {
        return step.get();
      } catch (BusException.Unavailable e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException("stopped while the bus was away");
        }
        LOG.warn("waiting for the bus to settle: {}", e.getMessage());
        pause.of(BUS_RETRY);
      }
    }
  }

  private Next done(Entry entry) {
    if (entry.origin() == Entry.Origin.BROADCAST) {
      state.waves().settled(entry.id());
    }
    return new Next.Proceed();
  }

  private Agent.Task task(Admission admission, int attempts) {
    return new Agent.Task(
        admission.entry(), admission.envelope(), attempts, admission.countsAgainstRate());
  }

  private Prompt prompt(Admission admission) {
    Roster.Snapshot roster = state.roster().snapshot();
    List<RosterLine> lines =
        roster.bodies().values().stream()
            .map(body -> new RosterLine(body, roster.isOnline(body.id())))
            .toList();
    Register register =
        settings.reviewers().contains(admission.envelope().from())
            ? Register.CRITICAL
            : Register.PLAIN;
    return Prompt.of(
        admission.envelope(), settings.id(), lines, register, state.notes().recent(), nonces);
  }

  /** The session to resume: only a UUID is ever believed (DEFECTS D20). */
  private static Optional<UUID> session(Admission admission) {
    return admission.standing().sessionId().flatMap(Turn::uuid);
  }

  private static Optional<UUID> uuid(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      return uuid.toString().equals(text) ? Optional.of(uuid) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static StoredResult result(
      ControlBlock block, UUID session, Optional<String> reason, Optional<TurnUsage> usage) {
    return new StoredResult(block, Optional.of(session.toString()), reason, usage);
  }

  private static Outcome.TurnEnd end(StoredResult stored, int attempts) {
    return new Outcome.TurnEnd(
        stored.block().summary(),
        stored.usage(),
        Optional.of(ControlCodec.encode(stored)),
        stored.sessionId(),
        attempts);
  }

  private static Outcome silent(LogEntry known) {
    return new Outcome.Silent(Outcome.TurnEnd.without(known.attempts()), Optional.empty());
  }
}
