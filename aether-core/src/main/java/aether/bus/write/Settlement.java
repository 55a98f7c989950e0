package aether.bus.write;

import aether.event.Event;
import aether.event.Extinction;
import aether.message.Envelope;
import java.util.List;
import java.util.Optional;

/**
 * The end of one message, written in one transaction (CONTRACT §5): its log, its reply, its events,
 * its dead letter, and the removal of its entry.
 *
 * @param entry where it came in; acknowledged and deleted, or the broadcast cursor moved past it
 * @param message the message; empty when the entry could not be decoded
 * @param claudeResult the stored outcome of the run, when one ran
 * @param reason why it ended otherwise than usual, for the log
 * @param session what becomes of the conversation's agent session
 * @param outgoing what becomes of its reply
 * @param deadLetter what is kept for the operator when it could not be processed
 * @param waveCursor the broadcast position up to which everything is settled after this one
 */
public record Settlement(
    Entry entry,
    Optional<Envelope> message,
    int attempts,
    Optional<String> claudeResult,
    Optional<String> reason,
    SessionChange session,
    Outgoing outgoing,
    List<Event> events,
    Optional<DeadLetter> deadLetter,
    Optional<String> waveCursor) {
  public Settlement {
    events = List.copyOf(events);
  }

  /** One whose reply, where it has one, is sent. */
  public Settlement(
      Entry entry,
      Optional<Envelope> message,
      int attempts,
      Optional<String> claudeResult,
      Optional<String> reason,
      SessionChange session,
      Optional<Envelope> reply,
      List<Event> events,
      Optional<DeadLetter> deadLetter,
      Optional<String> waveCursor) {
    this(
        entry,
        message,
        attempts,
        claudeResult,
        reason,
        session,
        reply.<Outgoing>map(Outgoing.Sent::new).orElse(new Outgoing.None()),
        events,
        deadLetter,
        waveCursor);
  }

  /** What becomes of the reply to a message. */
  public sealed interface Outgoing {
    /** There is none. */
    record None() implements Outgoing {}

    /** It is put on the bus; its {@code message} event is among the settlement's events. */
    record Sent(Envelope reply) implements Outgoing {}

    /** It is put before the operator; it has no {@code message} event yet. */
    record Submitted(Envelope reply) implements Outgoing {}
  }

  /** The reply, whether it is sent or put before the operator. */
  public Optional<Envelope> reply() {
    return switch (outgoing) {
      case Outgoing.None _ -> Optional.empty();
      case Outgoing.Sent(Envelope reply) -> Optional.of(reply);
      case Outgoing.Submitted(Envelope reply) -> Optional.of(reply);
    };
  }

  /** Whether the reply waits for the operator instead of being sent. */
  public boolean isSubmitted() {
    return outgoing instanceof Outgoing.Submitted;
  }

  /** What becomes of a conversation's agent session. */
  public sealed interface SessionChange {
    record Keep() implements SessionChange {}

    record Remember(String sessionId) implements SessionChange {}

    record Forget() implements SessionChange {}
  }

  /**
   * A message that could not be processed.
   *
   * @param error one line
   */
  public record DeadLetter(Extinction.Cause cause, String error, int attempts) {}

  /** This settlement with the broadcast cursor moved to {@code position}. */
  public Settlement withWaveCursor(String position) {
    return new Settlement(
        entry,
        message,
        attempts,
        claudeResult,
        reason,
        session,
        outgoing,
        events,
        deadLetter,
        Optional.of(position));
  }
}
