package aether.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A redis-server of a test's own, of this machine's packages, with whatever options it wants. */
public final class OwnRedis implements AutoCloseable {
  private final List<String> command;
  private final Path dir;
  private Process process;

  private OwnRedis(List<String> command, Path dir) {
    this.command = command;
    this.dir = dir;
    this.process = launch();
  }

  /**
   * Starts one and waits until it accepts connections on loopback.
   *
   * @param options as on its command line, the ports among them
   */
  public static OwnRedis start(Path dir, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                RedisServer.executable(),
                "--save",
                "",
                "--dir",
                dir.toString(),
                "--bind",
                "127.0.0.1"));
    command.addAll(Arrays.asList(options));
    return new OwnRedis(command, dir);
  }

  /** Starts one by the whole of its command line, e.g. in a network of its own. */
  public static OwnRedis by(List<String> command, Path dir) {
    return new OwnRedis(command, dir);
  }

  /** Starts a sentinel with this configuration, which it rewrites. */
  public static OwnRedis sentinel(Path file) {
    return new OwnRedis(
        List.of(RedisServer.executable(), file.toString(), "--sentinel"),
        file.toAbsolutePath().getParent());
  }

  private Process launch() {
    try {
      Process started =
          new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).start();
      BufferedReader log = started.inputReader();
      StringBuilder said = new StringBuilder();
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        said.append(line).append('\n');
        if (line.contains("Ready to accept connections") || line.contains("Sentinel ID is")) {
          Thread.ofVirtual().start(() -> log.lines().forEach(_ -> {}));
          return started;
        }
      }
      throw new IllegalStateException("redis-server ended: " + command + "\n" + said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port nobody listens on. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Process process() {
    return process;
  }

  /** Ends it without warning. */
  public void kill9() {
    process.destroyForcibly().onExit().join();
  }

  /** Starts it again with the same options, after it has ended. */
  public void again() {
    process = launch();
  }

  @Override
  public void close() {
    kill9();
  }
}
