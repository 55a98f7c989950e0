package aether.observatory.pipeline;

import aether.bus.BusException;
import aether.bus.ControlState;
import aether.bus.write.Entry;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Settled;
import aether.bus.write.Settlement;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.turn.ControlCodec;
import aether.observatory.turn.StoredResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a message: what was decided becomes one settlement, written once. */
final class Conclusion {
  private static final Logger LOG = LoggerFactory.getLogger(Conclusion.class);
  private static final Duration BUS_RETRY = Duration.ofMillis(500);

  private final BodySettings settings;
  private final ProcessingLog log;
  private final TurnState state;
  private final InstantSource clock;
  private final Pause pause;
  private final LastLook lastLook;

  Conclusion(
      BodySettings settings, ProcessingLog log, TurnState state, InstantSource clock, Pause pause) {
    this.settings = settings;
    this.log = log;
    this.state = state;
    this.clock = clock;
    this.pause = pause;
    this.lastLook = new LastLook(state.outbound());
  }

  /** Writes {@code outcome}. */
  Next settle(Incoming incoming, Outcome outcome, List<Event> milestones)
      throws InterruptedException {
    Settlement settlement = settlement(incoming, outcome, milestones);
    return switch (write(settlement)) {
      case Settled.Done _ -> done(incoming, outcome, settlement);
      case Settled.Overruled _, Settled.Unapproved _ -> new Next.Retry(Duration.ZERO);
    };
  }

  /**
   * From a finished run, now or in an earlier life, to the end of the message. A run is paid for
   * once: while the bus is away, this waits rather than let it be repeated.
   */
  Next answer(
      Incoming incoming,
      Envelope envelope,
      StoredResult result,
      int attempts,
      List<Event> milestones)
      throws InterruptedException {
    StoredResult stored = lastLook.at(envelope, result);
    Outcome.TurnEnd end = end(stored, attempts);
    Roster.Snapshot roster = insist(state.roster()::snapshot);
    Outcome outcome =
        LastLook.objection(envelope, stored)
            .<Outcome>map(why -> new Outcome.Withheld(end, why))
            .orElseGet(() ->
                new ReplyGates(settings.id(), settings.peers(), roster, clock.instant())
                    .decide(envelope, stored.block(), end));
    return answer(incoming, envelope, new Answered(stored, end, milestones), leaving(outcome));
  }

  /** {@code outcome} with its answer signed, and put before the operator where that is asked. */
  private Outcome leaving(Outcome outcome) {
    if (!(outcome instanceof Outcome.Replied(Outcome.TurnEnd end, Envelope reply, boolean held))) {
      return outcome;
    }
    boolean asks =
        settings.askFirst()
            || (reply.to() instanceof Recipient.Project(ProjectId to)
                && settings.peers().with(to).askFirst());
    Outcome signed = new Outcome.Replied(end, state.identity().signer().sign(reply), held);
    return asks ? submitted(signed) : signed;
  }

  /** What a run has brought, whatever becomes of its answer. */
  private record Answered(StoredResult stored, Outcome.TurnEnd end, List<Event> milestones) {}

  private Next answer(Incoming incoming, Envelope envelope, Answered answered, Outcome outcome)
      throws InterruptedException {
    StoredResult stored = answered.stored();
    Settlement settlement = settlement(incoming, outcome, answered.milestones());
    return switch (write(settlement)) {
      case Settled.Done _ -> {
        reply(outcome).ifPresent(reply -> state.loops().answered(envelope, reply));
        yield done(incoming, outcome, settlement);
      }
      case Settled.Unapproved _ -> answer(incoming, envelope, answered, submitted(outcome));
      case Settled.Overruled(ControlState conversation, boolean projectKilled)
          when conversation == ControlState.PAUSED && !projectKilled -> {
        var _ =
            insist(() -> {
              log.record(envelope, ControlCodec.encode(stored), stored.sessionId().orElse(""));
              return stored;
            });
        yield new Next.Park();
      }
      case Settled.Overruled _ ->
          settle(
              incoming,
              new Outcome.Withheld(answered.end(), new Extinction.OperatorKill()),
              answered.milestones());
    };
  }

  /** The answer that leaves now, or when the operator approves of it. */
  private static Optional<Envelope> reply(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Replied(_, Envelope reply, _) -> Optional.of(reply);
      case Outcome.Submitted(_, Envelope reply) -> Optional.of(reply);
      case Outcome _ -> Optional.empty();
    };
  }

  /** {@code outcome}, but its answer is put before the operator. */
  private static Outcome submitted(Outcome outcome) {
    return outcome instanceof Outcome.Replied(Outcome.TurnEnd end, Envelope reply, _)
        ? new Outcome.Submitted(end, reply)
        : outcome;
  }

  /** What is known of the turn that ended with {@code stored}. */
  static Outcome.TurnEnd end(StoredResult stored, int attempts) {
    return new Outcome.TurnEnd(
        stored.block().summary(),
        stored.usage(),
        Optional.of(ControlCodec.encode(stored)),
        stored.sessionId(),
        attempts);
  }

  private Settlement settlement(Incoming incoming, Outcome outcome, List<Event> milestones) {
    Entry entry = incoming.entry();
    Settlement settlement =
        new Settlements(settings.id(), entry, incoming.envelope(), clock.instant())
            .of(outcome, milestones);
    return entry.origin() == Entry.Origin.BROADCAST
        ? state.waves().settling(entry.id()).map(settlement::withWaveCursor).orElse(settlement)
        : settlement;
  }

  /** Writes the settlement: the outcome is not decided twice. */
  private Settled write(Settlement settlement) throws InterruptedException {
    return insist(() -> log.settle(settlement));
  }

  /** Asks the bus; while it is away, waits for it. */
  private <T> T insist(Supplier<T> command) throws InterruptedException {
    while (true) {
      try {
        return command.get();
      } catch (BusException.Unavailable e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException("stopped while the bus was away");
        }
        tell(e);
        pause.of(BUS_RETRY.plusMillis(ThreadLocalRandom.current().nextLong(BUS_RETRY.toMillis())));
      }
    }
  }

  private void tell(BusException.Unavailable e) {
    if (e instanceof BusException.Unusable) {
      state.suspension().troubled(String.valueOf(e.getMessage()));
    } else {
      LOG.warn("waiting for the bus to settle: {}", e.getMessage());
    }
  }

  private Next done(Incoming incoming, Outcome outcome, Settlement settlement)
      throws InterruptedException {
    TurnLog.settled(incoming, outcome);
    Entry entry = incoming.entry();
    if (entry.origin() == Entry.Origin.BROADCAST) {
      state.waves().settled(entry.id());
      Optional<String> lag = state.waves().lag(settlement.waveCursor());
      if (lag.isPresent()) {
        var _ =
            write(
                new Settlements(settings.id(), entry, Optional.empty(), clock.instant())
                    .of(new Outcome.Skipped(), List.of())
                    .withWaveCursor(lag.get()));
      }
    }
    return new Next.Proceed();
  }
}
