package aether.observatory;

import aether.bus.Body;
import aether.config.AetherHome;
import aether.config.PrivateFile;
import aether.wire.Json;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What this host last registered under each id. A registry entry with exactly that content is this
 * host's own, so a changed description may replace it (DEFECTS D45); any other is somebody else's.
 */
final class RegisteredBodies {
  private final Path folder;

  RegisteredBodies(AetherHome home) {
    this.folder = home.directory().resolve("registered");
  }

  /** Whether {@code existing} is what this host registered last under its id. */
  boolean isOurs(Body existing) {
    Optional<String> last = PrivateFile.read(file(existing));
    return last.map(String::strip).filter(text(existing)::equals).isPresent();
  }

  /** Keeps {@code body} as what this host registered last under its id. */
  void remember(Body body) {
    PrivateFile.write(file(body), text(body) + "\n");
  }

  private Path file(Body body) {
    return folder.resolve(body.id().value() + ".json");
  }

  private static String text(Body body) {
    ObjectNode node = Json.object();
    node.put("description", body.description());
    ArrayNode capabilities = node.putArray("capabilities");
    body.capabilities().forEach(capabilities::add);
    body.key().ifPresent(key -> node.put("key", key.text()));
    return Json.write(node);
  }
}
