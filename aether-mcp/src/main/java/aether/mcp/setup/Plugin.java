package aether.mcp.setup;

import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The plugin of this clone: the server, commands that carry free text, a skill, and a hook that
 * wakes an idle session. {@code claude} keeps it, and reads it where it lies.
 */
record Plugin(Surroundings around, Optional<Path> folder) {
  private static final String NAME = "aether@aether";
  private static final Path MARKETPLACE = Path.of(".claude-plugin", "marketplace.json");

  /** The one beside the program that runs. */
  static Plugin of(Surroundings around) {
    return new Plugin(
        around,
        Launcher.ofClone().filter(place -> Files.isRegularFile(place.resolve(MARKETPLACE))));
  }

  /** What has to be called, in this order. */
  List<List<String>> installation(Scope scope) {
    return List.of(
        List.of("plugin", "marketplace", "add", place().toString()),
        List.of("plugin", "install", NAME, "--scope", scope.word()));
  }

  List<String> removal(Scope scope) {
    return List.of("plugin", "uninstall", NAME, "--scope", scope.word());
  }

  private Path place() {
    return folder.orElseThrow(() ->
        Refusal.failed(
            "the plugin lies in the clone of Aether, and this program was not started from one;"
                + " run `aether mcp setup --plugin` there"));
  }

  /** Why its server would not start, with the remedy; empty when it would. */
  Optional<String> lacking() {
    return OnPath.find("aether", around.env()).isPresent()
        ? Optional.empty()
        : Optional.of(
            "the plugin starts `aether`, which is not on the PATH: run `"
                + place().resolve("aether")
                + " install-shim`, or have your shell set AETHER_LAUNCHER="
                + place().resolve("aether"));
  }
}
