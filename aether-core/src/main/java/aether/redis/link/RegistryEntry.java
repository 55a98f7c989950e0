package aether.redis.link;

import aether.bus.Body;
import aether.bus.PublishedKey;
import aether.message.ProjectId;
import aether.redis.Keys;
import java.util.List;
import java.util.Optional;

/**
 * One value of {@code aether:registry} (CONTRACT §3). Compared by what it says, not by its bytes;
 * where a project lives is neither written nor read.
 */
public record RegistryEntry(
    String description, List<String> capabilities, String inbox, Optional<PublishedKey> key) {
  public RegistryEntry {
    capabilities = List.copyOf(capabilities);
  }

  public static RegistryEntry of(Body body) {
    return new RegistryEntry(
        body.description(), body.capabilities(), Keys.inbox(body.id()), body.key());
  }

  public Body body(ProjectId id) {
    return new Body(id, description, capabilities, key);
  }
}
