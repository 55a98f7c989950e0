package aether.cli.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The real {@code claude} in a session that stays open: it takes turns when it is told something,
 * and in between does nothing.
 */
final class IdleSession implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Process process;
  private final BlockingQueue<String> results = new LinkedBlockingQueue<>();

  private IdleSession(Process process) {
    this.process = process;
  }

  /** Opens one in {@code folder}. */
  static IdleSession open(Path folder, Map<String, String> env, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("session.err").toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("AETHER_") || name.startsWith("CLAUDE"));
    builder.environment().putAll(env);
    IdleSession session = new IdleSession(builder.start());
    Thread _ = Thread.ofVirtual().start(session::read);
    return session;
  }

  /** Tells it something, as its user does. */
  void say(String text) throws IOException {
    Writer in = process.outputWriter();
    in.write("{\"type\":\"user\",\"message\":{\"role\":\"user\",\"content\":\"" + text + "\"}}\n");
    in.flush();
  }

  /** Waits for the end of a turn. @return the line that says it; empty text when none came */
  String turn() throws InterruptedException {
    String line = results.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    return line == null ? "" : line;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    var _ = process.onExit().join();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      lines.lines().filter(line -> line.contains("\"type\":\"result\"")).forEach(results::add);
    } catch (IOException | UncheckedIOException e) {
      results.add("unreadable: " + e.getMessage());
    }
  }
}
