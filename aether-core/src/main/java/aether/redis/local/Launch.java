package aether.redis.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One start of one server: files first, then the process, then patience until it answers. */
final class Launch {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 5;

  private final Binary binary;
  private final Settings settings;

  Launch(Binary binary, Settings wanted) {
    this.binary = binary;
    this.settings = wanted;
  }

  Running start() throws IOException {
    Path dir = PrivateFiles.closedDirectory(settings.dir());
    Optional<Running> there = LocalRedis.running(dir);
    if (there.isPresent()) {
      throw new LocalRedisException(
          "a Redis runs in "
              + dir
              + " already (pid "
              + there.get().process().pid()
              + ", port "
              + there.get().port()
              + "); use it, stop it, or choose another directory");
    }
    Settings chosen = settings.onPort(port());
    Files.deleteIfExists(Configuration.pid(dir));
    PrivateFiles.write(Configuration.log(dir), "");
    PrivateFiles.write(Configuration.file(dir), Configuration.text(chosen, binary));
    Process process = spawn(dir);
    try {
      return await(process, configuration(chosen));
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new LocalRedisException("interrupted while Redis started in " + dir, e);
    }
  }

  private static Configuration configuration(Settings chosen) {
    return chosen.users().isPresent()
        ? Configuration.keeping(chosen.port(), chosen.dir())
        : new Configuration(chosen.port(), Optional.empty(), chosen.password());
  }

  private int port() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()), 1);
      return socket.getLocalPort();
    } catch (IOException e) {
      if (settings.port() == 0) {
        throw e;
      }
      throw new LocalRedisException(
          "port "
              + settings.port()
              + " on "
              + LocalRedis.HOST
              + " is in use or not allowed ("
              + e.getMessage()
              + "); choose another port or stop what listens there",
          e);
    }
  }

  /** The shell sets the file mode mask, which Redis keeps for its data files, and is replaced. */
  private Process spawn(Path dir) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                "/bin/sh",
                "-c",
                "umask 077; exec \"$0\" \"$1\"",
                binary.path().toString(),
                Configuration.file(dir).toString()));
    builder.directory(dir.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(Configuration.log(dir).toFile()));
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private Running await(Process process, Configuration configuration)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<ProcessHandle> server = server(process);
      if (server.isPresent() && LocalRedis.isServing(server.get(), configuration)) {
        Running running = new Running(server.get(), configuration, settings.dir());
        return settings.detached() ? running : running.endingWithThisProcess();
      }
      if (isOver(process)) {
        throw failed("Redis " + binary.version() + " ended at its start");
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    abandon(process);
    throw failed("Redis did not answer within " + PATIENCE.toSeconds() + " s");
  }

  /** The process that serves: the child itself, or the one it has left behind. */
  private Optional<ProcessHandle> server(Process process) throws IOException {
    return settings.detached() ? LocalRedis.noted(settings.dir()) : Optional.of(process.toHandle());
  }

  private boolean isOver(Process process) {
    return !process.isAlive() && (!settings.detached() || process.exitValue() != 0);
  }

  private void abandon(Process process) throws IOException {
    Optional<ProcessHandle> server = server(process);
    server.ifPresent(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private LocalRedisException failed(String what) throws IOException {
    Path log = Configuration.log(settings.dir());
    String last =
        Files.readAllLines(log, StandardCharsets.UTF_8).stream()
            .filter(line -> !line.isBlank())
            .reduce("(its log is empty)", (_, line) -> line)
            .replaceFirst("^\\d+:\\w \\d+ \\w+ \\d+ [\\d:.]+ . ", "");
    return new LocalRedisException(
        what + " in " + settings.dir() + ": " + last + "; see " + log + " and correct the cause");
  }
}
