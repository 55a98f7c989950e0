package aether.observatory.fleet;

import aether.config.BusAddress;
import aether.testkit.ClassArchive;
import aether.testkit.Jvm;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts {@link Crew}s, as fast as a machine can: their classes lie in jars, and in an archive that
 * a first crew has left.
 */
final class Fleet {
  private final Path folder;
  private final BusAddress bus;
  private final ClassArchive classes;
  private final Duration lease;
  private final Log log = new Log();

  /** How its processes came to their ends. */
  static final class Log {
    private final List<Long> ended = new ArrayList<>();
    private int killed;

    /** Those that came to it in their own time. */
    List<Long> ended() {
      return List.copyOf(ended);
    }

    void endedInItsOwnTime(long pid) {
      ended.add(pid);
    }

    /** How many Observatories were killed. */
    int killed() {
      return killed;
    }
  }

  Log log() {
    return log;
  }

  private Fleet(Path folder, BusAddress bus, ClassArchive classes, Duration lease) {
    this.folder = folder;
    this.bus = bus;
    this.classes = classes;
    this.lease = lease;
  }

  /**
   * One whose crews have their home in {@code folder}.
   *
   * @param lease how long a Body stays its Observatory's without a sign of life
   */
  static Fleet in(Path folder, BusAddress bus, Duration lease) throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Fleet fleet = new Fleet(folder, bus, ClassArchive.in(folder), lease);
    try (Ship training = fleet.launch(fleet.classes.recording(), Crew.INSIDE, "trainee")) {
      training.tell("go", "up");
      training.end();
    }
    Files.deleteIfExists(home.resolve("runs"));
    return fleet;
  }

  Path home() {
    return folder.resolve("home");
  }

  /** A crew that is ready and not online. */
  Ship launch(String agent, String... ids) throws IOException {
    return launch(classes.mapping(), agent, ids);
  }

  private Ship launch(List<String> flags, String agent, String... ids) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Jvm.executable());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx96m",
            "-Xlog:disable",
            "-Xlog:all=off",
            "--enable-native-access=ALL-UNNAMED",
            "-D" + Crew.LEASE + "=" + lease.toSeconds(),
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            classes.classPath(),
            Crew.class.getName(),
            home().toString(),
            bus.host(),
            Integer.toString(bus.port()),
            agent));
    command.addAll(List.of(ids));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("errors").toFile()))
            .start();
    return new Ship(process, process.outputWriter(), process.inputReader(), ids.length, this);
  }

  /** What the crews have written to standard error. */
  String errors() {
    try {
      Path errors = folder.resolve("errors");
      return Files.exists(errors) ? Files.readString(errors) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process of one crew. */
  record Ship(
      Process process,
      BufferedWriter orders,
      BufferedReader answers,
      int observatories,
      Fleet fleet)
      implements AutoCloseable {
    /** Gives an order and waits for {@code answer}. */
    void tell(String order, String answer) throws IOException {
      await(send(order, answer));
    }

    private String send(String order, String answer) throws IOException {
      orders.write(order + "\n");
      orders.flush();
      return answer;
    }

    private void await(String answer) throws IOException {
      for (String line = answers.readLine(); !answer.equals(line); line = answers.readLine()) {
        if (line == null) {
          throw new IOException(
              "the crew ended before it said '" + answer + "': " + fleet.errors());
        }
      }
    }

    /** Its heap in bytes, after a collection, and its open files. */
    long[] stat() throws IOException {
      orders.write("stat\n");
      orders.flush();
      String[] numbers = Optional.ofNullable(answers.readLine()).orElse("").split(" ");
      return new long[] {Long.parseLong(numbers[0]), Long.parseLong(numbers[1])};
    }

    /** Sends it a signal by its name, as {@code kill} does. */
    void signal(String name) throws IOException {
      var _ =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
              .start()
              .onExit()
              .join();
    }

    void kill9() {
      process.destroyForcibly();
      var _ = process.onExit().join();
      fleet.log.killed += observatories;
    }

    /** Lets it finish what runs, and waits for its end. */
    void end() throws IOException {
      tell("end", "ended");
      var _ = process.onExit().join();
      fleet.log.endedInItsOwnTime(process.pid());
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
