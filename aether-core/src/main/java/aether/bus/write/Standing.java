package aether.bus.write;

import aether.bus.ControlState;
import java.util.Optional;

/**
 * Everything the bus knows that bears on admitting one message, read in one round trip.
 *
 * @param projectKilled whether the operator has ended this Body
 * @param log what is remembered of the message
 * @param sessionId the agent session of its conversation, as stored: unchecked text
 * @param seenThisMinute messages of its conversation that have counted this minute, on all Bodies
 */
public record Standing(
    ControlState conversation,
    boolean projectKilled,
    Optional<LogEntry> log,
    Optional<String> sessionId,
    long seenThisMinute) {}
