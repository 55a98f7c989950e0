package aether.redis.local;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for a server program: where the user says, on the search path, then the carried one. */
final class BinarySearch {
  static final String VARIABLE = "AETHER_REDIS_SERVER";

  private static final List<String> NAMES = List.of("redis-server", "valkey-server");
  private static final Pattern VERSION = Pattern.compile("\\bv=(\\d+\\.\\d+[.\\w]*)");
  private static final long LIMIT_SECONDS = 10;

  private BinarySearch() {}

  static Optional<Binary> find(Map<String, String> env, Path extractTo) {
    String named = env.getOrDefault(VARIABLE, "");
    if (!named.isBlank()) {
      return Optional.of(named(named));
    }
    return onPath(env.getOrDefault("PATH", ""))
        .or(() -> CarriedBinary.extract(extractTo).flatMap(p -> probe(p, "carried by Aether")));
  }

  private static Binary named(String value) {
    return probe(Path.of(value), "$" + VARIABLE)
        .orElseThrow(() ->
            new LocalRedisException(
                VARIABLE
                    + " is '"
                    + value
                    + "', which is no Redis server that runs here; correct or unset it"));
  }

  private static Optional<Binary> onPath(String searchPath) {
    for (String name : NAMES) {
      for (String dir : searchPath.split(Pattern.quote(File.pathSeparator), -1)) {
        Optional<Binary> found = dir.isBlank() ? Optional.empty() : inDirectory(dir, name);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Binary> inDirectory(String dir, String name) {
    try {
      return probe(Path.of(dir).resolve(name), "on PATH").filter(Binary::isRecent);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The program at {@code path}, if it runs and says that it is a Redis or Valkey server. */
  private static Optional<Binary> probe(Path path, String origin) {
    if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
      return Optional.empty();
    }
    Path program = path.toAbsolutePath().normalize();
    return version(program).map(version -> new Binary(program, origin, version));
  }

  private static Optional<String> version(Path program) {
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      byte[] answer = process.getInputStream().readNBytes(4096);
      Matcher matcher = VERSION.matcher(new String(answer, StandardCharsets.UTF_8));
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
