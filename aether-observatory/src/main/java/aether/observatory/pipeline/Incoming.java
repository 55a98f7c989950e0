package aether.observatory.pipeline;

import aether.bus.write.Entry;
import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import java.util.Optional;

/**
 * An entry and what it turned out to be.
 *
 * @param decoded the message, or why the entry is none; a message this Body must not act on counts
 *     as none
 */
record Incoming(Entry entry, Decoded decoded) {
  /** Decodes {@code entry}. Whatever it holds, this is a value. */
  static Incoming of(Entry entry) {
    Decoded decoded =
        entry
            .data()
            .map(EnvelopeCodec::decode)
            .orElseGet(() -> new Decoded.Invalid("data: the entry has no such field"));
    return new Incoming(entry, acceptable(entry, decoded));
  }

  /**
   * What has to be processed one after the other: a conversation, or an undecodable entry alone.
   */
  String lane() {
    return switch (decoded) {
      case Decoded.Valid(Envelope envelope) -> Dispatcher.laneOf(envelope.conversation());
      case Decoded.Invalid _ -> "entry " + entry.id();
    };
  }

  Optional<Envelope> envelope() {
    return decoded instanceof Decoded.Valid(Envelope envelope)
        ? Optional.of(envelope)
        : Optional.empty();
  }

  /** The same with {@code judged} as its message. */
  Incoming with(Envelope judged) {
    return new Incoming(entry, new Decoded.Valid(judged));
  }

  private static Decoded acceptable(Entry entry, Decoded decoded) {
    if (!(decoded instanceof Decoded.Valid(Envelope envelope))) {
      return decoded;
    }
    if (!envelope.hasSafeIds()) {
      return new Decoded.Invalid(
          "an id holds characters outside [A-Za-z0-9_.-] or is longer than 63: from '"
              + envelope.from()
              + "', conversation '"
              + envelope.conversation()
              + "', message '"
              + envelope.id()
              + "'");
    }
    if (entry.origin() == Entry.Origin.BROADCAST && !envelope.isWave()) {
      return new Decoded.Invalid("type: a comet stands on the broadcast stream");
    }
    return decoded;
  }
}
