package aether.redis.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Redis on this machine, for those who have none: found, started, found again and stopped.
 *
 * <p>The server listens on the loopback interface, can run no scripts, and its files are its
 * owner's alone. A password stands in its configuration file and never among its arguments.
 */
public final class LocalRedis {
  /** The one address a local Redis listens on. */
  public static final String HOST = "127.0.0.1";

  private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
  private static final Pattern PROCESS_ID = Pattern.compile("(?m)^process_id:(\\d+)\\s*$");

  private LocalRedis() {}

  /**
   * A server program: the one {@code $AETHER_REDIS_SERVER} names, else {@code redis-server} or
   * {@code valkey-server} on {@code $PATH}, else the one the {@code embedded-redis} artifact
   * carries, which is unpacked into {@code extractTo}. Each is asked for its version first.
   *
   * @return empty when there is none
   * @throws LocalRedisException when {@code $AETHER_REDIS_SERVER} names none that runs
   */
  public static Optional<Binary> find(Map<String, String> env, Path extractTo) {
    return BinarySearch.find(env, extractTo);
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @throws LocalRedisException when one runs in that directory already, or this one does not
   *     answer within 10 s; nothing is left running then
   */
  public static Running start(Binary binary, Settings settings) {
    try {
      return new Launch(binary, settings).start();
    } catch (IOException e) {
      throw new LocalRedisException(
          "cannot start Redis in "
              + settings.dir()
              + " ("
              + e.getMessage()
              + "); check that the directory can be written",
          e);
    }
  }

  /**
   * The server that runs in {@code dir}. Its pid file is not taken at its word: the server at the
   * configured port must answer that it is this very process.
   */
  public static Optional<Running> running(Path dir) {
    Path home = dir.toAbsolutePath().normalize();
    try {
      Optional<Configuration> configuration = Configuration.read(home);
      Optional<ProcessHandle> process = noted(home);
      if (configuration.isEmpty() || process.isEmpty()) {
        return Optional.empty();
      }
      return isServer(process.get(), configuration.get())
          ? Optional.of(new Running(process.get(), configuration.get(), home))
          : Optional.empty();
    } catch (IOException e) {
      throw new LocalRedisException(
          "cannot look for a Redis in " + home + " (" + e.getMessage() + "); check its files", e);
    }
  }

  /** The port of the server that ran last in {@code dir}, whether it runs now or not. */
  public static Optional<Integer> port(Path dir) {
    try {
      return Configuration.read(dir.toAbsolutePath().normalize()).map(Configuration::port);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The living process whose number stands in the pid file, whatever program it is. */
  static Optional<ProcessHandle> noted(Path dir) throws IOException {
    Path file = Configuration.pid(dir);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    String number = Files.readString(file, StandardCharsets.UTF_8).strip();
    return number.matches("\\d{1,10}")
        ? ProcessHandle.of(Long.parseLong(number)).filter(ProcessHandle::isAlive)
        : Optional.empty();
  }

  /** Whether the server that listens where {@code configuration} says is {@code process}. */
  static boolean isServer(ProcessHandle process, Configuration configuration) {
    try (RespConnection connection = open(configuration)) {
      return isProcess(connection, process);
    } catch (IOException e) {
      return false;
    }
  }

  /** As {@link #isServer}, and it has read what it had kept and takes commands. */
  static boolean isServing(ProcessHandle process, Configuration configuration) {
    try (RespConnection connection = open(configuration)) {
      return isProcess(connection, process) && "PONG".equals(connection.call("PING"));
    } catch (IOException e) {
      return false;
    }
  }

  private static RespConnection open(Configuration configuration) throws IOException {
    return RespConnection.open(
        HOST, configuration.port(), configuration.user(), configuration.password(), PROBE_LIMIT);
  }

  private static boolean isProcess(RespConnection connection, ProcessHandle process)
      throws IOException {
    Matcher id = PROCESS_ID.matcher(String.valueOf(connection.call("INFO", "server")));
    return id.find() && Long.parseLong(id.group(1)) == process.pid();
  }
}
