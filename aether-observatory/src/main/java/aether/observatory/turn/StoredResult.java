package aether.observatory.turn;

import aether.event.TurnUsage;
import java.util.Optional;

/**
 * The outcome of a finished turn as the processing log keeps it (CONTRACT §3, {@code
 * claude_result}).
 *
 * @param sessionId the agent's session; unchecked text, since a Python peer may have written it
 * @param reason why the turn ended otherwise than usual, e.g. {@code malformed_output}
 * @param usage what the turn cost; absent in a Python peer's log
 */
public record StoredResult(
    ControlBlock block,
    Optional<String> sessionId,
    Optional<String> reason,
    Optional<TurnUsage> usage) {}
