package aether.mcp.setup;

import aether.config.AgentVariables;
import aether.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The class cache that makes the server start in a third of the time. The launcher names the file
 * for this very jar and JDK, and uses it once it is there.
 */
public record Warmth(Path cache, Path jar) {
  private static final Logger LOG = LoggerFactory.getLogger(Warmth.class);

  /** With which the launcher names the file. */
  private static final String PROPERTY = "aether.mcp.cache";

  /** The command that does what a server does at its start, and ends. */
  public static final String WARM = "warm";

  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** That of this program; empty when nobody has named a file, or it runs from no jar. */
  public static Optional<Warmth> of(Surroundings around) {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .map(around.directory()::resolve)
        .flatMap(cache ->
            Launcher.place().filter(Files::isRegularFile).map(jar -> new Warmth(cache, jar)));
  }

  /** Makes the cache unless it is there. A failure costs speed and nothing else. */
  public void make() {
    Path raw = cache.resolveSibling(cache.getFileName() + "." + ProcessHandle.current().pid());
    try {
      if (!Files.exists(cache) && train(raw)) {
        Files.move(raw, cache, StandardCopyOption.ATOMIC_MOVE);
        removeOthers();
      }
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("reason", e.getMessage()).log("no class cache");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      delete(raw);
      delete(raw.resolveSibling(raw.getFileName() + ".config"));
    }
  }

  private boolean train(Path raw) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Launcher.java().toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xlog:disable",
            "-XX:AOTCacheOutput=" + raw,
            "-jar",
            jar.toString(),
            "mcp",
            WARM);
    if (String.valueOf(jar.getFileName()).startsWith("aether-mcp")) {
      builder.command().remove("mcp");
    }
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .environment()
        .remove(AgentVariables.HEADLESS);
    Process process = builder.start();
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return Files.exists(raw) && Files.size(raw) > 0;
  }

  /** Caches of earlier builds are of no use to anybody. */
  private void removeOthers() throws IOException {
    Path directory = Optional.ofNullable(cache.getParent()).orElse(cache);
    try (DirectoryStream<Path> caches = Files.newDirectoryStream(directory, "aether-mcp-*.aot")) {
      for (Path each : caches) {
        if (!each.getFileName().equals(cache.getFileName())) {
          delete(each);
        }
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("reason", e.getMessage()).log("a file is left over");
    }
  }
}
