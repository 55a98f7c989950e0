package aether.mcp.setup;

import aether.message.ProjectId;
import aether.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The entry of this server in a configuration of Claude Code. It holds no secret. */
record Entry(Launcher launcher, Optional<ProjectId> identity) {
  /** Its name among the servers. */
  static final String NAME = "aether";

  /** Without {@code alwaysLoad} the first turn does not wait for it, and its tools are deferred. */
  ObjectNode json() {
    List<String> words = launcher.with(arguments());
    ObjectNode node = Json.object();
    node.put("type", "stdio");
    node.put("command", words.getFirst());
    ArrayNode args = node.putArray("args");
    words.stream().skip(1).forEach(args::add);
    node.put("alwaysLoad", true);
    return node;
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("serve"));
    identity.ifPresent(id -> arguments.addAll(List.of("--identity", id.value())));
    return arguments;
  }
}
