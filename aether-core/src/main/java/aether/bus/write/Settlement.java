package aether.bus.write;

import aether.event.Event;
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
 * @param reply the comet to put on the bus; its {@code message} event is among {@code events}
 * @param deadLetter what is kept for the operator when it could not be processed
 * @param approval whether the reply waits for the operator's approval instead of being sent; then
 *     it has no {@code message} event yet
 * @param waveCursor the broadcast position up to which everything is settled after this one
 */
public record Settlement(
    Entry entry,
    Optional<Envelope> message,
    int attempts,
    Optional<String> claudeResult,
    Optional<String> reason,
    SessionChange session,
    Optional<Envelope> reply,
    List<Event> events,
    Optional<DeadLetter> deadLetter,
    Optional<String> waveCursor,
    boolean approval) {
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
        reply,
        events,
        deadLetter,
        waveCursor,
        false);
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
   * @param reason {@code undecodable} or {@code turn_failed}
   * @param error one line
   */
  public record DeadLetter(String reason, String error, int attempts) {}

  /** This settlement with the broadcast cursor moved to {@code position}. */
  public Settlement withWaveCursor(String position) {
    return new Settlement(
        entry,
        message,
        attempts,
        claudeResult,
        reason,
        session,
        reply,
        events,
        deadLetter,
        Optional.of(position),
        approval);
  }

  /** This settlement with its reply put before the operator. */
  public Settlement forApproval() {
    return new Settlement(
        entry,
        message,
        attempts,
        claudeResult,
        reason,
        session,
        reply,
        events,
        deadLetter,
        waveCursor,
        true);
  }
}
