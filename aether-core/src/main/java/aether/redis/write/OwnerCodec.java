package aether.redis.write;

import aether.bus.write.Lease.Owner;
import aether.message.Iso8601;
import aether.wire.Json;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Owners to and from the value of {@code aether:lease:<id>}. */
final class OwnerCodec {
  private static final Owner UNREADABLE = new Owner("", "an unreadable lease", 0, Instant.EPOCH);

  private OwnerCodec() {}

  static String encode(Owner owner) {
    ObjectNode node = Json.object();
    node.put("token", owner.token());
    node.put("host", owner.host());
    node.put("pid", owner.pid());
    node.put("since", Iso8601.format(owner.since()));
    owner.pidSpace().ifPresent(space -> node.put("pid_space", space));
    return Json.write(node);
  }

  /** Whether {@code owner} stands for what no Observatory has written. */
  static boolean isUnreadable(Owner owner) {
    return owner.token().isEmpty();
  }

  /** The owner in {@code json}; one that is nobody's when it cannot be read. */
  static Owner decode(String json) {
    return Json.readObject(json)
        .map(node ->
            new Owner(
                node.path("token").asString(""),
                node.path("host").asString(""),
                node.path("pid").asLong(0),
                Iso8601.parse(node.path("since").asString("")).orElse(Instant.EPOCH),
                Optional.of(node.path("pid_space").asString("")).filter(space -> !space.isBlank())))
        .orElse(UNREADABLE);
  }
}
