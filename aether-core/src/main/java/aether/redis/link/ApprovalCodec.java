package aether.redis.link;

import aether.bus.PendingReply;
import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import io.lettuce.core.StreamMessage;
import java.time.Instant;
import java.util.Optional;

/** The entries of {@code aether:approvals}. */
public final class ApprovalCodec {
  private static final String DATA = "data";

  private ApprovalCodec() {}

  /** Whether a reply that waits can have this id. */
  public static boolean isId(String text) {
    return Streams.isEntryId(text);
  }

  /** The reply in a stream entry; empty when it is none. */
  public static Optional<PendingReply> decode(StreamMessage<String, String> entry) {
    String data = entry.getBody().getOrDefault(DATA, "");
    return EnvelopeCodec.decode(data) instanceof Decoded.Valid(Envelope reply)
        ? Optional.of(
            new PendingReply(
                entry.getId(), reply, Instant.ofEpochMilli(Streams.millis(entry.getId()))))
        : Optional.empty();
  }
}
