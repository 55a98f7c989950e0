package aether.mcp.setup;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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

  /**
   * That of the program that runs: the launcher that says it has started it, else the one of its
   * clone or archive, else its jar.
   */
  static Launcher own(Map<String, String> env) {
    Optional<Path> place = place();
    Optional<Path> script =
        Optional.ofNullable(env.get("AETHER_LAUNCHER"))
            .map(Path::of)
            .filter(file -> file.isAbsolute() && Files.isExecutable(file))
            .or(() -> place.flatMap(Launcher::script));
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

  /**
   * The jar or directory in which this class lies. A class that comes from the cache of a jar that
   * has been moved since has no location; the class path says then where the jar is now.
   */
  static Optional<Path> place() {
    CodeSource source = Launcher.class.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    try {
      return location == null ? onlyJar() : Optional.of(Path.of(location.toURI()).toAbsolutePath());
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

  private static Optional<Path> onlyJar() {
    return Optional.of(Path.of(System.getProperty("java.class.path")).toAbsolutePath())
        .filter(Files::isRegularFile);
  }

  /**
   * {@code <clone>/aether} for {@code <clone>/aether-<module>/target/<jar>}, and {@code
   * <archive>/aether} for {@code <archive>/lib/<jar>}.
   */
  private static Optional<Path> script(Path jar) {
    return Stream.iterate(jar.getParent(), Objects::nonNull, Path::getParent)
        .limit(3)
        .skip(1)
        .map(directory -> directory.resolve(SCRIPT))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
