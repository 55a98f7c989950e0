package aether.redis.write;

import aether.bus.write.LogEntry;
import aether.bus.write.LogEntry.State;
import aether.message.Envelope;
import aether.message.Seal;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of {@code aether:proclog:<id>:<message_id>} (CONTRACT §3), a Python peer's and ours.
 */
final class LogFields {
  static final String STATE = "state";
  static final String CLAUDE_RESULT = "claude_result";
  static final String SESSION_ID = "session_id";
  static final String REPLY_MESSAGE_ID = "reply_message_id";
  static final String REASON = "reason";
  static final String ATTEMPTS = "attempts";
  static final String ENTRY = "entry";
  static final String SENDER = "sender";
  static final String OWNER = "owner";

  /** Which key the sender has proven to have; absent when nobody knows who it was. */
  static final String VERIFIED = "verified";

  private LogFields() {}

  /** The entry in {@code fields}; empty when there are none. */
  static Optional<LogEntry> decode(Map<String, String> fields) {
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new LogEntry(
            state(fields.getOrDefault(STATE, "")),
            number(fields.getOrDefault(ATTEMPTS, "")),
            said(fields, CLAUDE_RESULT),
            said(fields, SESSION_ID),
            said(fields, ENTRY),
            said(fields, SENDER)));
  }

  /** What is written of the sender of {@code envelope}. */
  static Map<String, String> sender(Envelope envelope) {
    String from = envelope.from().value();
    return envelope.isVerified()
        ? Map.of(
            SENDER,
            from,
            VERIFIED,
            envelope.seal().signature().flatMap(Seal.Signature::key).orElseThrow().value())
        : Map.of(SENDER, from);
  }

  /** Whether {@code fields} are of another message under the id of {@code envelope}. */
  static boolean areOfAnother(Map<String, String> fields, Envelope envelope) {
    Optional<String> sender = said(fields, SENDER);
    if (sender.isEmpty()) {
      return false;
    }
    boolean verified = said(fields, VERIFIED).isPresent();
    boolean settled = State.ACKED.name().equals(fields.get(STATE));
    return !sender.get().equals(envelope.from().value())
        || (envelope.isVerified() ? !verified : verified && !settled);
  }

  /** What {@code field} says, unless it is absent or empty. */
  static Optional<String> said(Map<String, String> fields, String field) {
    return Optional.ofNullable(fields.get(field)).filter(value -> !value.isEmpty());
  }

  /** A name nobody writes stands for the first state: it is processed rather than lost. */
  private static State state(String name) {
    return Arrays.stream(State.values())
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElse(State.RECEIVED);
  }

  private static int number(String digits) {
    return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
  }
}
