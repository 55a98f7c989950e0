package aether.identity;

import aether.message.Iso8601;
import aether.message.ProjectId;
import aether.wire.Fields;
import aether.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is known of a peer's keys, to and from its file. */
public final class PinCodec {
  private PinCodec() {}

  static String encode(Acquaintance peer) {
    return Json.write(tree(peer)) + "\n";
  }

  /** The keys and what they are worth, the newest last. */
  public static ObjectNode tree(Acquaintance peer) {
    ObjectNode node = Json.object().put("id", peer.id().value());
    ArrayNode keys = node.putArray("keys");
    for (Pin pin : peer.pins()) {
      ObjectNode key =
          keys.addObject()
              .put("kid", pin.key().id().value())
              .put("public", pin.key().text())
              .put("standing", word(pin.standing()))
              .put("since", Iso8601.format(pin.since()));
      pin.until().ifPresent(end -> key.put("until", Iso8601.format(end)));
    }
    return node;
  }

  /** A standing as it is written: {@code first_sight}, {@code trusted}, … */
  public static String word(Pin.Standing standing) {
    return standing.name().toLowerCase(Locale.ROOT);
  }

  /** What {@code text} says of {@code id}; empty when any of it is not understood. */
  static Optional<Acquaintance> decode(ProjectId id, String text) {
    return Json.readObject(text)
        .filter(node -> node.path("keys").isArray())
        .flatMap(node -> pins(node.path("keys")))
        .map(pins -> new Acquaintance(id, pins));
  }

  private static Optional<List<Pin>> pins(JsonNode keys) {
    List<Pin> pins = new ArrayList<>();
    for (JsonNode key : keys) {
      Optional<Pin> pin = pin(new Fields(key));
      if (pin.isEmpty()) {
        return Optional.empty();
      }
      pins.add(pin.get());
    }
    return Optional.of(pins);
  }

  private static Optional<Pin> pin(Fields fields) {
    Optional<PublicKey> key = fields.text("public").flatMap(PublicKey::parse);
    Optional<Pin.Standing> standing = fields.text("standing").flatMap(PinCodec::standing);
    Optional<Instant> since = fields.text("since").flatMap(Iso8601::parse);
    return key.isPresent() && standing.isPresent() && since.isPresent()
        ? Optional.of(
            new Pin(
                key.get(),
                standing.get(),
                since.get(),
                fields.text("until").flatMap(Iso8601::parse)))
        : Optional.empty();
  }

  private static Optional<Pin.Standing> standing(String word) {
    return Arrays.stream(Pin.Standing.values()).filter(each -> word(each).equals(word)).findFirst();
  }
}
