package aether.mcp.setup;

import aether.terminal.Surroundings;
import aether.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A server started as Claude Code starts it, and its client. For one thread. */
final class Started implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final long begun = System.nanoTime();
  private final Process process;
  private final Writer in;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();

  private Started(Process process) {
    this.process = process;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(() -> copy(process.inputReader(StandardCharsets.UTF_8), lines::add));
    Thread.ofVirtual().start(() -> copy(process.errorReader(), errors::add));
  }

  static Started start(Configured configured, Surroundings around) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(configured.command()).directory(around.directory().toFile());
    Map<String, String> env = builder.environment();
    env.clear();
    env.putAll(around.env());
    env.putAll(configured.env());
    env.put("CLAUDECODE", "1");
    env.put("CLAUDE_CODE_ENTRYPOINT", "cli");
    env.put("CLAUDE_PROJECT_DIR", around.directory().toString());
    return new Started(builder.start());
  }

  /** Sends a request. @return the whole answer; empty when none came within half a minute */
  Optional<JsonNode> ask(JsonNode id, String method, ObjectNode params) {
    ObjectNode call = Json.object().put("jsonrpc", "2.0");
    call.set("id", id);
    call.put("method", method);
    call.set("params", params);
    send(call);
    long end = System.nanoTime() + LIMIT.toNanos();
    try {
      while (true) {
        String line = lines.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (line == null) {
          return Optional.empty();
        }
        Optional<JsonNode> answer =
            Json.read(line).filter(node -> node.path("id").equals(id) && !node.has("method"));
        if (answer.isPresent()) {
          return answer;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  void tell(String method) {
    send(Json.object().put("jsonrpc", "2.0").put("method", method));
  }

  /** Milliseconds since it was started. */
  long elapsed() {
    return Duration.ofNanos(System.nanoTime() - begun).toMillis();
  }

  /** What it wrote to standard error so far. */
  String errors() {
    return String.join(" ", errors);
  }

  /** Ends its input. @return after how many milliseconds it had ended; empty when it did not */
  Optional<Long> end() {
    long from = System.nanoTime();
    try {
      in.close();
      return process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)
          ? Optional.of(Duration.ofNanos(System.nanoTime() - from).toMillis())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void send(ObjectNode call) {
    try {
      in.write(Json.write(call) + "\n");
      in.flush();
    } catch (IOException e) {
      lines.add("the server has closed its input");
    }
  }

  private static void copy(BufferedReader from, Consumer<String> to) {
    try (from) {
      from.lines().forEach(to);
    } catch (IOException | UncheckedIOException e) {
      to.accept("unreadable: " + e.getMessage());
    }
  }
}
