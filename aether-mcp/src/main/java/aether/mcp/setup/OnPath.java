package aether.mcp.setup;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs by their names alone. */
final class OnPath {
  private OnPath() {}

  /** The first executable of that name. */
  static Optional<Path> find(String program, Map<String, String> env) {
    return Stream.of(env.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(directory -> !directory.isBlank())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
