package aether.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import aether.testkit.SequentialIds;
import aether.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** An MCP client of a server in this process, over pipes. */
final class Client implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final PipedOutputStream toServer = new PipedOutputStream();
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final Thread server;

  /** A client of the server whose tools work in {@code session}. */
  static Client of(Supplier<Session> session, InstantSource clock, boolean operator) {
    Calls calls = new Calls(() -> {});
    Tools tools = new Tools(session, calls, clock, new SequentialIds(), operator);
    Catalogue catalogue = Catalogue.load();
    return new Client(
        new StdioServer(
            new StdioServer.Offer(
                tools.of(catalogue),
                new Prompts(session, tools.poll(), tools.look()).of(catalogue),
                new Completions(session).of(catalogue)),
            calls));
  }

  private Client(StdioServer serving) {
    try {
      PipedInputStream in = new PipedInputStream(toServer, 1 << 16);
      PipedOutputStream out = new PipedOutputStream();
      BufferedReader fromServer =
          new BufferedReader(
              new InputStreamReader(new PipedInputStream(out, 1 << 16), StandardCharsets.UTF_8));
      server = Thread.ofPlatform().name("server").start(() -> serving.serve(in, out));
      Thread.ofPlatform().daemon().name("answers").start(() -> read(fromServer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says hello, as clients do. @return what the server said of itself */
  JsonNode initialize() {
    JsonNode hello =
        ask(
            """
            {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
              "protocolVersion": "2025-11-25", "capabilities": {"roots": {}},
              "clientInfo": {"name": "test", "version": "1"}}}\
            """);
    say("{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}");
    return hello.path("result");
  }

  /** Calls a tool. */
  JsonNode call(String tool, String arguments) {
    return ask("{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"tools/call\", \"params\": {\"name\": \""
            + tool
            + "\", \"arguments\": "
            + arguments
            + "}}")
        .path("result");
  }

  /** What a tool answers when it does what it was asked. */
  JsonNode structured(String tool, String arguments) {
    JsonNode result = call(tool, arguments);
    assertThat(result.path("isError").booleanValue(false)).as(result.toString()).isFalse();
    JsonNode structured = result.path("structuredContent");
    assertThat(Json.read(result.path("content").path(0).path("text").stringValue()))
        .contains(structured);
    return structured;
  }

  /** The text of a prompt. */
  String prompt(String name, String arguments) {
    return ask("{\"jsonrpc\": \"2.0\", \"id\": 8, \"method\": \"prompts/get\", \"params\": {\"name\": \""
            + name
            + "\", \"arguments\": "
            + arguments
            + "}}")
        .path("result")
        .path("messages")
        .path(0)
        .path("content")
        .path("text")
        .stringValue();
  }

  void say(String line) {
    try {
      toServer.write((line.replace("\n", " ") + "\n").getBytes(StandardCharsets.UTF_8));
      toServer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode ask(String line) {
    say(line);
    return answer();
  }

  /** The next line of the server. */
  JsonNode answer() {
    try {
      String line = answers.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(line).as("an answer").isNotNull();
      return Json.readObject(String.valueOf(line)).orElseThrow();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends the input. @return whether the server ended */
  boolean end() {
    try {
      toServer.close();
      return server.join(LIMIT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    assertThat(end()).isTrue();
  }

  private void read(BufferedReader fromServer) {
    try {
      for (String line = fromServer.readLine(); line != null; line = fromServer.readLine()) {
        answers.add(line);
      }
    } catch (IOException e) {
      // The server is gone.
    }
  }
}
