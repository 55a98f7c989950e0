package aether.bus.write;

import java.util.Optional;

/**
 * What a Body remembers of one message (CONTRACT §3, {@code aether:proclog:<id>:<message_id>}).
 *
 * @param attempts runs of the agent started for it
 * @param claudeResult the stored outcome of a finished run, so that none is ever paid again
 * @param entry the stream entry it was settled from; absent in a Python peer's log
 * @param sender who sent it; absent in a Python peer's log
 */
public record LogEntry(
    State state,
    int attempts,
    Optional<String> claudeResult,
    Optional<String> sessionId,
    Optional<String> entry,
    Optional<String> sender) {
  /** How far a message has come (CONTRACT §5). */
  public enum State {
    RECEIVED,
    CLAUDE_DONE,
    REPLY_EMITTED,
    ACKED
  }
}
