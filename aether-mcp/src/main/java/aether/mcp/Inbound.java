package aether.mcp;

import aether.wire.Fields;
import aether.wire.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a line from the client is, before the protocol library sees it: that one dies of a bad one.
 */
sealed interface Inbound {
  /** Newest clients ask this first, and wait for seconds unless it is declined at once. */
  String PROBE = "server/discover";

  /** A request or a notification, as one line of JSON. */
  record Call(String json, Optional<JsonNode> id) implements Inbound {}

  /** The client no longer waits for the call {@code id}, which the library is told as well. */
  record Cancelled(String json, JsonNode id) implements Inbound {}

  /** Nothing to do: an empty line, or the answer to a question this server never asks. */
  record Ignored() implements Inbound {}

  /** No call; the client is told. */
  record Refused(String answer) implements Inbound {}

  static Inbound of(String line) {
    if (line.isBlank()) {
      return new Ignored();
    }
    Optional<JsonNode> value = Json.read(line);
    if (value.isEmpty()) {
      return refused(-32700, "Parse error: this line is no JSON", Optional.empty());
    }
    JsonNode node = value.get();
    Optional<JsonNode> id = Optional.of(node.path("id")).filter(i -> !i.isMissingNode());
    Optional<JsonNode> usable =
        id.filter(i -> i.isString() || (i.isIntegralNumber() && i.canConvertToLong()));
    Fields fields = new Fields(node);
    boolean isCall =
        fields.text("jsonrpc").filter("2.0"::equals).isPresent()
            && fields.text("method").isPresent()
            && usable.isPresent() == id.isPresent()
            && node.isObject();
    if (isCall) {
      return call((ObjectNode) node, usable);
    }
    return fields.has("result") || fields.has("error")
        ? new Ignored()
        : refused(-32600, "Invalid Request: this is no JSON-RPC 2.0 call", usable);
  }

  private static Inbound call(ObjectNode node, Optional<JsonNode> id) {
    return switch (node.path("method").stringValue()) {
      case PROBE ->
          id.isPresent()
              ? refused(-32601, "Method not found: " + PROBE + "; use initialize", id)
              : new Ignored();
      case "notifications/cancelled" ->
          new Cancelled(Json.write(node), node.path("params").path("requestId"));
      case "tools/call" -> new Call(Json.write(id.map(i -> marked(node, i)).orElse(node)), id);
      case String _ -> new Call(Json.write(node), id);
    };
  }

  /** The call with its id where the one who answers it can see it. */
  private static ObjectNode marked(ObjectNode node, JsonNode id) {
    if (node.path("params") instanceof ObjectNode params) {
      ObjectNode meta =
          params.path("_meta") instanceof ObjectNode given ? given : params.putObject("_meta");
      meta.put(Calls.META, Json.write(id));
    }
    return node;
  }

  private static Refused refused(int code, String message, Optional<JsonNode> id) {
    ObjectNode answer = Json.object().put("jsonrpc", "2.0");
    answer.set("id", id.orElse(null));
    answer.putObject("error").put("code", code).put("message", message);
    return new Refused(Json.write(answer));
  }
}
