package aether.redis.link;

import aether.bus.Body;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One value of {@code aether:registry} (CONTRACT §3). Compared by what it says, not by its bytes;
 * where a project lives is neither written nor read.
 */
public record RegistryEntry(String description, List<String> capabilities, String inbox) {
  public RegistryEntry {
    capabilities = List.copyOf(capabilities);
  }

  public static RegistryEntry of(Body body) {
    return new RegistryEntry(body.description(), body.capabilities(), Keys.inbox(body.id()));
  }

  /** The entry in {@code json}; empty when it is not one. */
  public static Optional<RegistryEntry> parse(String json) {
    return Json.readObject(json).flatMap(RegistryEntry::parse);
  }

  public Body body(ProjectId id) {
    return new Body(id, description, capabilities);
  }

  public String json() {
    ObjectNode node = Json.object();
    node.put("description", description);
    ArrayNode list = node.putArray("capabilities");
    capabilities.forEach(list::add);
    node.put("inbox", inbox);
    node.putNull("working_dir");
    return Json.write(node);
  }

  private static Optional<RegistryEntry> parse(ObjectNode node) {
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
