package aether.cli.demo;

import aether.config.AetherHome;
import aether.config.PrivateFile;
import aether.redis.local.LocalRedis;
import aether.redis.local.Running;
import aether.terminal.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one demo, which is an Aether home of its own: bus, password, star chart and sample
 * projects. Nothing of the user's own home is touched.
 *
 * @param path {@code ~/.aether/demo/<when>-<scenario>}
 */
record DemoFolder(Path path) {
  /** So many are kept; older ones go when a new one is made. */
  static final int KEPT = 5;

  private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
  private static final Pattern NAME = Pattern.compile("\\d{8}-\\d{6}-[a-z]+(-\\d+)?");
  private static final String OWNER = "demo.pid";

  /**
   * Makes the folder of a new demo with the sample projects in it, and removes the oldest ones.
   *
   * @throws Refusal when that cannot be written
   */
  static DemoFolder create(AetherHome home, String scenario, Instant now) {
    Path demos = home.directory().resolve("demo");
    String name = WHEN.format(now.atZone(ZoneId.systemDefault())) + "-" + scenario;
    try {
      Path path = demos.resolve(name);
      for (int again = 2; Files.exists(path); again++) {
        path = demos.resolve(name + "-" + again);
      }
      PrivateFile.write(path.resolve(OWNER), ProcessHandle.current().pid() + "\n");
      Samples.copyTo(path);
      prune(demos);
      return new DemoFolder(path);
    } catch (IOException e) {
      throw Refusal.failed(
          "cannot write " + demos + " (" + e.getMessage() + "); check that it is yours");
    }
  }

  /** The home that commands must be given to see this demo. */
  AetherHome home() {
    return new AetherHome(path);
  }

  Path constellation() {
    return path.resolve(Samples.CONSTELLATION);
  }

  Path transcript() {
    return path.resolve("transcript.md");
  }

  /** The password of the bus, where {@code aether bus start} expects it. */
  Path password() {
    return home().bus().resolve("password");
  }

  private static void prune(Path demos) throws IOException {
    List<Path> newestFirst;
    try (Stream<Path> entries = Files.list(demos)) {
      newestFirst =
          entries
              .filter(entry -> NAME.matcher(entry.getFileName().toString()).matches())
              .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
              .sorted(Comparator.reverseOrder())
              .toList();
    }
    for (Path old : newestFirst.subList(Math.min(KEPT, newestFirst.size()), newestFirst.size())) {
      if (owner(old).isEmpty()) {
        LocalRedis.running(new AetherHome(old).bus()).ifPresent(Running::stop);
        delete(old);
      }
    }
  }

  /** The demo that still runs in {@code folder}. */
  private static Optional<ProcessHandle> owner(Path folder) {
    return PrivateFile.read(folder.resolve(OWNER))
        .map(String::strip)
        .filter(pid -> pid.matches("\\d{1,10}"))
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.pid() != ProcessHandle.current().pid());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
