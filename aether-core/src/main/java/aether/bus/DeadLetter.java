package aether.bus;

import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A stream entry that a Body has given up (CONTRACT §4, {@code dead_lettered}), or a reply of it
 * that could not be delivered, kept for the operator. All text in it is untrusted.
 *
 * @param id its place among the Body's dead letters
 * @param entry the id it had in the stream it came in; of a reply, that of the message it answers
 * @param reason {@code undecodable}, {@code turn_failed}, {@code undeliverable}, {@code
 *     bad_signature}, {@code unsigned} or {@code unknown_key}
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
  /** Where it comes from. */
  public enum Origin {
    /** The Body's inbox. */
    INBOX,
    /** The broadcast. */
    BROADCAST,
    /** The Body itself: a reply that its recipient's inbox did not take. */
    REPLY
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
