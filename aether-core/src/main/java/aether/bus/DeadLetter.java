package aether.bus;

import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A stream entry that a Body has given up (CONTRACT §4, {@code dead_lettered}), kept for the
 * operator. All text in it is untrusted.
 *
 * @param id its place among the Body's dead letters
 * @param entry the id it had in the stream it came in
 * @param reason {@code undecodable} or {@code turn_failed}
 * @param error one line
 * @param attempts runs of the agent that were started for it
 * @param at when it was given up
 * @param fields the entry as it came in; empty when that cannot be read any more
 */
public record DeadLetter(
    String id,
    Origin origin,
    String entry,
    String reason,
    String error,
    int attempts,
    Instant at,
    Map<String, String> fields) {
  /** The stream it came in. */
  public enum Origin {
    INBOX,
    BROADCAST
  }

  public DeadLetter {
    fields = Map.copyOf(fields);
  }

  /** The message in it, if it is one. */
  public Optional<Envelope> envelope() {
    return Optional.ofNullable(fields.get("data"))
        .map(EnvelopeCodec::decode)
        .flatMap(decoded ->
            decoded instanceof Decoded.Valid(Envelope envelope)
                ? Optional.of(envelope)
                : Optional.empty());
  }
}
