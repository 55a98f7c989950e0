package aether.observatory.pipeline;

import aether.wire.Json;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Messages API on loopback, as far as the real client needs it: each request is kept, and
 * answered by a script as a stream of server-sent events. Beside it a proxy that nobody shall use.
 */
final class FakeMessagesApi implements AutoCloseable {
  /** What the model says: a text that ends its turn, or a tool to use. */
  sealed interface Says {
    record Text(String text) implements Says {}

    record Tool(String name, ObjectNode input) implements Says {}
  }

  private final HttpServer server;
  private final ServerSocket proxy;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Function<JsonNode, Says> model;
  private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
  private final List<String> elsewhere = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();

  private FakeMessagesApi(HttpServer server, ServerSocket proxy, Function<JsonNode, Says> model) {
    this.server = server;
    this.proxy = proxy;
    this.model = model;
  }

  /** One whose model is {@code model}: it is given the whole request. */
  static FakeMessagesApi start(Function<JsonNode, Says> model) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    var api =
        new FakeMessagesApi(
            HttpServer.create(new InetSocketAddress(loopback, 0), 0),
            new ServerSocket(0, 50, loopback),
            model);
    api.server.setExecutor(api.threads);
    api.server.createContext("/", api::answer);
    api.server.start();
    var _ = api.threads.submit(api::watchProxy);
    return api;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Where every other address would have to be asked for. */
  String proxy() {
    return "http://127.0.0.1:" + proxy.getLocalPort();
  }

  /** The requests to the model so far, in order. */
  List<JsonNode> requests() {
    return List.copyOf(requests);
  }

  /** Everything the model was told so far, as it came. */
  String told() {
    return String.join("\n", requests.stream().map(Json::write).toList());
  }

  /** What was asked for beside the model: other paths here, other hosts by the proxy. */
  List<String> elsewhere() {
    return List.copyOf(elsewhere);
  }

  @Override
  public void close() throws IOException {
    server.stop(0);
    proxy.close();
    threads.shutdownNow();
  }

  private void watchProxy() {
    while (!proxy.isClosed()) {
      try (var socket = proxy.accept()) {
        byte[] line = socket.getInputStream().readNBytes(64);
        elsewhere.add(new String(line, StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        return; // closed at the end of the test
      }
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/v1/messages")) {
        JsonNode request = Json.read(new String(body, StandardCharsets.UTF_8)).orElseThrow();
        requests.add(request);
        send(exchange, 200, "text/event-stream", stream(request, model.apply(request)));
      } else if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(200, -1);
      } else {
        elsewhere.add(exchange.getRequestMethod() + " " + path);
        send(exchange, 404, "application/json", "{\"type\":\"error\"}");
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private String stream(JsonNode request, Says says) {
    String start =
        """
        {"type":"message_start","message":{"id":"msg_%d","type":"message","role":"assistant",\
        "model":"%s","content":[],"stop_reason":null,"stop_sequence":null,\
        "usage":{"input_tokens":11,"output_tokens":1}}}\
        """
            .formatted(ids.incrementAndGet(), request.path("model").asString(""));
    return event("message_start", start)
        + block(says)
        + event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}")
        + event(
            "message_delta",
            """
            {"type":"message_delta","delta":{"stop_reason":"%s","stop_sequence":null},\
            "usage":{"output_tokens":7}}\
            """
                .formatted(says instanceof Says.Tool ? "tool_use" : "end_turn"))
        + event("message_stop", "{\"type\":\"message_stop\"}");
  }

  private String block(Says says) {
    ObjectNode content = Json.object();
    ObjectNode delta = Json.object();
    switch (says) {
      case Says.Text(String text) -> {
        content.put("type", "text").put("text", "");
        delta.put("type", "text_delta").put("text", text);
      }
      case Says.Tool(String name, ObjectNode input) -> {
        content.put("type", "tool_use").put("id", "toolu_" + ids.incrementAndGet());
        content.put("name", name).set("input", Json.object());
        delta.put("type", "input_json_delta").put("partial_json", Json.write(input));
      }
    }
    ObjectNode start = Json.object().put("type", "content_block_start").put("index", 0);
    start.set("content_block", content);
    ObjectNode change = Json.object().put("type", "content_block_delta").put("index", 0);
    change.set("delta", delta);
    return event("content_block_start", Json.write(start))
        + event("content_block_delta", Json.write(change));
  }

  private static String event(String name, String data) {
    return "event: " + name + "\ndata: " + data + "\n\n";
  }
}
