package aether.observatory;

import aether.config.BusAddress;
import aether.testkit.ClassArchive;
import aether.testkit.Jvm;
import aether.testkit.RedisServer;
import aether.testkit.Users;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** {@code aether observatory …} in a process of its own. */
final class ObservatoryProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private ObservatoryProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  /**
   * Starts one.
   *
   * @param home its {@code AETHER_HOME}, with a star chart in it
   * @param claude its {@code AETHER_CLAUDE_BIN}
   */
  static ObservatoryProcess start(
      Path home, String claude, BusAddress bus, List<String> arguments) {
    return start(List.of(), home, claude, bus, arguments);
  }

  /** Starts one by way of the command {@code within}. */
  static ObservatoryProcess start(
      List<String> within, Path home, String claude, BusAddress bus, List<String> arguments) {
    ClassArchive classes = Recorded.CLASSES;
    return start(classes, classes.mapping(), within, home, claude, bus, arguments);
  }

  private static ObservatoryProcess start(
      ClassArchive classes,
      List<String> archive,
      List<String> within,
      Path home,
      String claude,
      BusAddress bus,
      List<String> arguments) {
    List<String> command = new ArrayList<>(within);
    List<String> flags = new ArrayList<>(archive);
    // The class path of tests silences the pipeline; a daemon of one's own does not.
    flags.add("-Dorg.slf4j.simpleLogger.log.aether.observatory.pipeline=info");
    command.addAll(Jvm.command(classes, flags, "aether.observatory.ObservatoryCommand", arguments));
    if (!arguments.contains("--sandbox")) {
      command.addAll(List.of("--sandbox", "off"));
    } // the scripts in the agent's place leave notes
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> env = builder.environment();
    env.keySet().removeIf(name -> name.startsWith("AETHER_"));
    env.put("AETHER_HOME", home.toString());
    env.put("AETHER_CLAUDE_BIN", claude);
    env.putAll(Users.environment(bus));
    try {
      return new ObservatoryProcess(
          builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** What it has written to standard error so far, line by line. */
  List<String> errors() {
    return List.copyOf(errors);
  }

  boolean isOnline() {
    return errors.stream().anyMatch(line -> line.endsWith(" online"));
  }

  /** Ends it without a warning, as the system does when memory is short. */
  void kill9() {
    process.destroyForcibly();
    int _ = exit();
  }

  /** Sends it, and others with it, a signal by its name, as {@code kill} does. */
  void signal(String name, Long... others) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name, Long.toString(pid())));
    Stream.of(others).map(String::valueOf).forEach(command::add);
    try {
      int _ = new ProcessBuilder(command).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits for its end. @return its exit code */
  int exit() {
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("still there after " + PATIENCE + ": " + errors);
      }
      reader.join();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void read() {
    try (BufferedReader lines = process.errorReader()) {
      lines.lines().forEach(errors::add);
    } catch (IOException | UncheckedIOException e) {
      errors.add("unreadable: " + e.getMessage());
    }
  }

  /** The classes of the first process of this VM, which comes online and is told to end. */
  private static final class Recorded {
    static final ClassArchive CLASSES = record();

    private static ClassArchive record() {
      try {
        Path folder = Files.createTempDirectory("aether-classes-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        ClassArchive classes = ClassArchive.in(folder);
        Files.writeString(
            folder.resolve("constellation.yaml"),
            "bodies: {trainee: {working_dir: %s}}\n".formatted(folder));
        String claude = StandIn.answering(folder, "-").executable().toString();
        try (RedisServer.Private redis = RedisServer.Private.start();
            ObservatoryProcess trainee =
                start(
                    classes,
                    classes.recording(),
                    List.of(),
                    folder,
                    claude,
                    redis.address(),
                    List.of("trainee"))) {
          while (!trainee.isOnline() && trainee.process.isAlive()) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
          }
          trainee.signal("TERM");
          int _ = trainee.exit();
        }
        return classes;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void delete(Path folder) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
