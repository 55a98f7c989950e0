package aether.bus;

import aether.message.Envelope;
import java.time.Instant;

/**
 * A reply that waits for the operator's approval. It is on nobody's way yet: it has no {@code
 * message} event, and its recipient knows nothing of it.
 *
 * @param id its place in the queue
 * @param reply the whole message, as it will be sent; untrusted text of an agent
 * @param since when it was put there
 */
public record PendingReply(String id, Envelope reply, Instant since) {}
