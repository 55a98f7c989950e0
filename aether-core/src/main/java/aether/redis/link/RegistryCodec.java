package aether.redis.link;

import aether.bus.PublishedKey;
import aether.wire.Fields;
import aether.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Registry entries to and from the values of {@code aether:registry} (CONTRACT §3). */
public final class RegistryCodec {
  private static final String KEY = "key";
  private static final String PUBLIC = "public";
  private static final String LINE = "line";
  private static final String PROOF = "proof";
  private static final String REVOKED = "revoked";

  private RegistryCodec() {}

  public static String encode(RegistryEntry entry) {
    ObjectNode node = Json.object();
    node.put("description", entry.description());
    ArrayNode list = node.putArray("capabilities");
    entry.capabilities().forEach(list::add);
    node.put("inbox", entry.inbox());
    node.putNull("working_dir");
    entry.key().ifPresent(key -> put(node.putObject(KEY), key));
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
        new RegistryEntry(
            description.stringValue(), capabilities, inbox.stringValue(), key(node.path(KEY))));
  }

  private static void put(ObjectNode node, PublishedKey key) {
    node.put(PUBLIC, key.text());
    if (!key.line().isEmpty()) {
      ArrayNode line = node.putArray(LINE);
      key.line()
          .forEach(before ->
              line.addObject()
                  .put(PUBLIC, before.text())
                  .put(PROOF, before.proof())
                  .put(REVOKED, before.revoked()));
    }
  }

  /** What is no key counts as none; of a line, what stands before the first that is none. */
  private static Optional<PublishedKey> key(JsonNode node) {
    List<PublishedKey.Predecessor> line = new ArrayList<>();
    for (JsonNode each : node.path(LINE)) {
      Fields before = new Fields(each);
      Optional<String> text = before.text(PUBLIC);
      if (text.isEmpty() || line.size() == PublishedKey.LONGEST_LINE) {
        break;
      }
      line.add(
          new PublishedKey.Predecessor(
              text.get(), before.text(PROOF).orElse(""), before.flag(REVOKED)));
    }
    return new Fields(node).text(PUBLIC).map(text -> new PublishedKey(text, line));
  }
}
