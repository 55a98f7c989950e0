package aether.observatory.turn;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what a command names: a path as it is, a bare name on {@code PATH}. */
final class Executable {
  private Executable() {}

  /** The absolute path of {@code command}, when it is an executable file. */
  static Optional<Path> find(String command, Map<String, String> env) {
    return candidates(command, env)
        .map(Path::toAbsolutePath)
        .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
        .findFirst();
  }

  /** Where it was looked for in vain, in one sentence. */
  static String tried(String command, Map<String, String> env) {
    if (!isPath(command)) {
      return "'%s' is not on PATH (%s)".formatted(command, env.getOrDefault("PATH", "not set"));
    }
    return candidates(command, env).anyMatch(Files::exists)
        ? "'%s' is not executable".formatted(command)
        : "'%s' does not exist".formatted(command);
  }

  private static Stream<Path> candidates(String command, Map<String, String> env) {
    if (isPath(command)) {
      return path(command).stream();
    }
    return Arrays.stream(env.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> path(folder).stream())
        .map(folder -> folder.resolve(command));
  }

  private static boolean isPath(String command) {
    return command.contains("/") || command.contains(File.separator);
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
