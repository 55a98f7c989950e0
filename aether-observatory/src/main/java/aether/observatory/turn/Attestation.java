package aether.observatory.turn;

import aether.observatory.turn.StreamEvent.Init;
import aether.observatory.turn.StreamEvent.Surroundings;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds what the agent says of itself at its start against what was asked for.
 *
 * <p>One that states its version is the real client, and must state everything; a stand-in that
 * does not is held to what it states.
 *
 * @param tools the only tools it may have
 * @param permissionMode the mode it was given; {@code default}, which asks and so is refused
 *     without a human, is as strict as any
 */
record Attestation(Set<String> tools, String permissionMode, Path cwd) {
  Attestation {
    tools = Set.copyOf(tools);
  }

  /** The first thing that is not as required, or empty when all is. */
  Optional<String> violation(Init init) {
    Surroundings seen = init.surroundings();
    return mcp(seen)
        .or(() -> extraTool(seen))
        .or(() -> elsewhere(seen))
        .or(() -> looser(seen))
        .or(() -> init.version().flatMap(version -> unstated(version, seen)));
  }

  private Optional<String> mcp(Surroundings seen) {
    return seen.mcpServers()
        .filter(servers -> !servers.isEmpty())
        .map(servers -> "it loaded MCP server '%s'; none is allowed".formatted(servers.getFirst()));
  }

  private Optional<String> extraTool(Surroundings seen) {
    return seen.tools().orElse(List.of()).stream()
        .filter(tool -> !tools.contains(tool))
        .findFirst()
        .map(tool ->
            "it has tool '%s'; allowed are %s".formatted(tool, tools.stream().sorted().toList()));
  }

  private Optional<String> elsewhere(Surroundings seen) {
    return seen.cwd()
        .filter(there -> !isHere(there))
        .map(there -> "it runs in '%s'; it must run in '%s'".formatted(there, cwd));
  }

  private Optional<String> looser(Surroundings seen) {
    return seen.permissionMode()
        .filter(mode -> !mode.equals(permissionMode) && !mode.equals("default"))
        .map(
            mode -> "its permission mode is '%s'; it must be '%s'".formatted(mode, permissionMode));
  }

  private static Optional<String> unstated(String version, Surroundings seen) {
    boolean all =
        seen.cwd().isPresent()
            && seen.permissionMode().isPresent()
            && seen.tools().isPresent()
            && seen.mcpServers().isPresent();
    return all
        ? Optional.empty()
        : Optional.of("version %s does not state its tools and surroundings".formatted(version));
  }

  private boolean isHere(String there) {
    try {
      Path path = Path.of(there);
      return path.isAbsolute() && path.toRealPath().equals(cwd.toRealPath());
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }
}
