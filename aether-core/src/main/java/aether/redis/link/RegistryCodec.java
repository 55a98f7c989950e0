package aether.redis.link;

import aether.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Registry entries to and from the values of {@code aether:registry} (CONTRACT §3). */
public final class RegistryCodec {
  private RegistryCodec() {}

  public static String encode(RegistryEntry entry) {
    ObjectNode node = Json.object();
    node.put("description", entry.description());
    ArrayNode list = node.putArray("capabilities");
    entry.capabilities().forEach(list::add);
    node.put("inbox", entry.inbox());
    node.putNull("working_dir");
    return Json.write(node);
  }

  /** The entry in {@code json}; empty when it is not one. */
  public static Optional<RegistryEntry> decode(String json) {
    return Json.readObject(json).flatMap(RegistryCodec::decode);
  }

  private static Optional<RegistryEntry> decode(ObjectNode node) {
    JsonNode description = node.path("description");
    JsonNode inbox = node.path("inbox");
    JsonNode list = node.path("capabilities");
    if (!description.isString() || !inbox.isString() || !list.isArray()) {
      return Optional.empty();
    }
    List<String> capabilities = new ArrayList<>();
    for (JsonNode capability : list) {
      if (!capability.isString()) {
        return Optional.empty();
      }
      capabilities.add(capability.stringValue());
    }
    return Optional.of(
        new RegistryEntry(description.stringValue(), capabilities, inbox.stringValue()));
  }
}
