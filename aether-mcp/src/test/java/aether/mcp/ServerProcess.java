package aether.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import aether.config.BusAddress;
import aether.testkit.Jvm;
import aether.testkit.Users;
import aether.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code aether mcp serve} in a process of its own, and its client. */
final class ServerProcess implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Writer in;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private int calls;

  private ServerProcess(Process process) {
    this.process = process;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(() -> copy(process.inputReader(StandardCharsets.UTF_8), lines));
    Thread.ofVirtual().start(() -> copy(process.errorReader(), errors));
  }

  /** Starts one whose identity outlives it by {@code ttl} seconds at most. */
  static ServerProcess start(Path home, BusAddress bus, String identity, int ttl) {
    ProcessBuilder builder = new ProcessBuilder(command(identity, ttl)).directory(home.toFile());
    Map<String, String> env = builder.environment();
    env.keySet().removeIf(name -> name.startsWith("AETHER_") || name.startsWith("CLAUDE"));
    env.put("AETHER_HOME", home.toString());
    env.putAll(Users.environment(bus));
    try {
      return new ServerProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> command(String identity, int ttl) {
    return Jvm.command(
        "aether.mcp.McpCommand", "--identity", identity, "--heartbeat-ttl", Integer.toString(ttl));
  }

  /** Says hello and waits until it is on the bus. @return who it is there */
  String join() {
    hello();
    return tool("aether_list_bodies", "{}").path("me").stringValue();
  }

  /** Says hello, as clients do. */
  void hello() {
    var _ =
        ask(
            "initialize",
            "{\"protocolVersion\": \"2025-11-25\", \"capabilities\": {}, \"clientInfo\": {\"name\":"
                + " \"test\", \"version\": \"1\"}}");
    say("{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}");
  }

  /** The structured answer of a tool. */
  JsonNode tool(String name, String arguments) {
    JsonNode result = call(name, arguments).path("result");
    assertThat(result.path("isError").booleanValue(false)).as(result.toString()).isFalse();
    return result.path("structuredContent");
  }

  /** The whole answer of a tool. */
  JsonNode call(String name, String arguments) {
    return ask("tools/call", "{\"name\": \"" + name + "\", \"arguments\": " + arguments + "}");
  }

  JsonNode ask(String method, String params) {
    int id = send(method, params);
    while (true) {
      JsonNode answer = next();
      if (answer.path("id").intValue(-1) == id) {
        return answer;
      }
    }
  }

  /** Sends a request and waits for nothing. @return its id */
  int send(String method, String params) {
    int id = ++calls;
    say(
        "{\"jsonrpc\": \"2.0\", \"id\": "
            + id
            + ", \"method\": \""
            + method
            + "\", \"params\": "
            + params
            + "}");
    return id;
  }

  void say(String line) {
    try {
      in.write(line + "\n");
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the server is gone: " + errors, e);
    }
  }

  /** The next line; each is JSON. */
  JsonNode next() {
    try {
      @Nullable String line = lines.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(line).as("an answer; standard error: %s", errors).isNotNull();
      return Json.readObject(String.valueOf(line)).orElseThrow();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything that came and was not taken, once it has ended. */
  List<JsonNode> rest() {
    List<String> rest = new ArrayList<>();
    lines.drainTo(rest);
    return rest.stream().<JsonNode>map(line -> Json.readObject(line).orElseThrow()).toList();
  }

  /** Ends its input, as a client does that was killed. */
  int endInput() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return exit();
  }

  int signal(String name) {
    try {
      int _ =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return exit();
  }

  int exit() {
    try {
      assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    var _ = process.onExit().join();
  }

  private static void copy(BufferedReader from, Collection<String> to) {
    try (from) {
      from.lines().forEach(to::add);
    } catch (IOException | UncheckedIOException e) {
      // It is gone.
    }
  }
}
