package aether.mcp.setup;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How this program is started again: a command and its first arguments, with absolute paths.
 *
 * @param words the command first
 */
record Launcher(List<String> words) {
  private static final String SCRIPT = "aether";
  private static final String OWN_JAR = "aether-mcp";

  Launcher {
    words = List.copyOf(words);
  }

  /** That of the program that runs: the launcher of its clone where there is one, else its jar. */
  static Launcher own() {
    Optional<Path> place = place();
    Optional<Path> script = place.flatMap(Launcher::script);
    if (script.isPresent()) {
      return new Launcher(List.of(script.get().toString(), "mcp"));
    }
    List<String> words = new ArrayList<>(List.of(java().toString()));
    boolean isJar = place.filter(Files::isRegularFile).isPresent();
    if (!isJar) {
      words.addAll(List.of("-cp", System.getProperty("java.class.path"), "aether.mcp.McpCommand"));
      return new Launcher(words);
    }
    words.addAll(List.of("-jar", place.orElseThrow().toString()));
    if (!String.valueOf(place.orElseThrow().getFileName()).startsWith(OWN_JAR)) {
      words.add("mcp");
    }
    return new Launcher(words);
  }

  /** This program with {@code arguments}. */
  List<String> with(List<String> arguments) {
    List<String> all = new ArrayList<>(words);
    all.addAll(arguments);
    return all;
  }

  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** The jar or directory in which this class lies. */
  static Optional<Path> place() {
    CodeSource source = Launcher.class.getProtectionDomain().getCodeSource();
    try {
      return source == null
          ? Optional.empty()
          : Optional.of(Path.of(source.getLocation().toURI()).toAbsolutePath());
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** The clone of Aether that the program that runs was built in; empty when it was in none. */
  static Optional<Path> ofClone() {
    return place()
        .flatMap(Launcher::script)
        .flatMap(script -> Optional.ofNullable(script.getParent()));
  }

  /** {@code <clone>/aether} for {@code <clone>/aether-<module>/target/<jar>}. */
  private static Optional<Path> script(Path jar) {
    Path up = jar;
    for (int i = 0; i < 3; i++) {
      Path parent = up.getParent();
      if (parent == null) {
        return Optional.empty();
      }
      up = parent;
    }
    Path script = up.resolve(SCRIPT);
    return Optional.of(script)
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file));
  }
}
