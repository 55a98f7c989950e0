package aether.redis.write;

import aether.config.BusAddress;
import aether.testkit.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A redis-server of one's own, on a free port of this machine, and a plain client to look at it.
 */
final class PrivateRedis implements AutoCloseable {
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final Process process;
  private final int port;
  private final Path dir;
  private final RedisClient client;

  private PrivateRedis(Process process, int port, Path dir) {
    this.process = process;
    this.port = port;
    this.dir = dir;
    this.client = RedisClient.create("redis://127.0.0.1:" + port);
  }

  static PrivateRedis start(String... options) {
    try {
      int port = freePort();
      Path dir = Files.createTempDirectory("aether-redis");
      List<String> command =
          new ArrayList<>(
              List.of(RedisServer.executable(), "--port", "" + port, "--bind", "127.0.0.1"));
      command.addAll(List.of("--save", ""));
      command.addAll(List.of("--dir", dir.toString()));
      command.addAll(Arrays.asList(options));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      BufferedReader log = process.inputReader();
      String line = log.readLine();
      while (line != null && !line.contains("Ready to accept connections")) {
        line = log.readLine();
      }
      if (line == null) {
        throw new IllegalStateException("redis-server ended: " + command);
      }
      return new PrivateRedis(process, port, dir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  BusAddress address() {
    return at(port);
  }

  static BusAddress at(int port) {
    return new BusAddress(
        "127.0.0.1", port, 0, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A plain client. */
  RedisCommands<String, String> plain() {
    return client.connect().sync();
  }

  /** Puts so many entries into {@code stream}, as if they had come there long ago. */
  void fill(String stream, int entries) {
    String script =
        "for i = 1, ARGV[1] do redis.call('XADD', KEYS[1], '*', 'data', 'x') end return 1";
    Long _ =
        plain()
            .eval(
                script, ScriptOutputType.INTEGER, new String[] {stream}, Integer.toString(entries));
  }

  /** How often Redis has carried out each command since its statistics were reset. */
  static Map<String, Long> counts(RedisCommands<String, String> plain) {
    return plain
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_"))
        .collect(
            Collectors.toMap(
                line -> line.substring("cmdstat_".length(), line.indexOf(':')),
                line ->
                    Long.parseLong(line.substring(line.indexOf("calls=") + 6, line.indexOf(',')))));
  }

  /** Waits until {@code condition} holds. */
  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("waited in vain until " + what);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  /** Waits until {@code clients} clients wait in a blocking read. */
  static void untilBlocked(RedisCommands<String, String> plain, int clients) {
    until(
        clients + " clients are blocked",
        () -> plain.info("clients").contains("blocked_clients:" + clients + "\r\n"));
  }

  @Override
  public void close() {
    client.shutdown();
    process.destroyForcibly().onExit().join();
    try (Stream<Path> files = Files.walk(dir)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
