package aether.event;

import aether.message.Decoded;
import aether.message.EnvelopeCodec;
import aether.message.Iso8601;
import aether.wire.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Events to and from the {@code data} field of a stream entry (CONTRACT §4). */
public final class EventCodec {
  private EventCodec() {}

  /** The wire form of {@code event}. */
  public static String encode(Event event) {
    ObjectNode node = Json.object();
    if (event instanceof Event.MessageSent sent) {
      node.put("kind", "message");
      node.set("envelope", EnvelopeCodec.tree(sent.envelope()));
    } else {
      node.put("kind", event.getClass().getSimpleName());
    }
    node.put("ts", Iso8601.format(event.at()));
    return Json.write(node);
  }

  /** The event in {@code data}. Never throws. */
  public static Event decode(String data) {
    Optional<ObjectNode> node = Json.readObject(data);
    Optional<Decoded> envelope =
        node.filter(n -> n.path("kind").asString("").equals("message"))
            .map(n -> EnvelopeCodec.decode(n.path("envelope")));
    if (envelope.orElse(null) instanceof Decoded.Valid valid) {
      return new Event.MessageSent(valid.envelope(), Instant.EPOCH);
    }
    String kind = node.map(n -> n.path("kind").asString("")).orElse("");
    Traits traits = new Traits(kind, kind, Optional.empty(), Optional.empty(), Set.of());
    return new Event.Unrecognised(traits, data, Instant.EPOCH);
  }
}
