package aether.observatory.turn;

import aether.observatory.turn.StreamEvent.Spent;
import aether.observatory.turn.StreamEvent.Surroundings;
import aether.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads lines of {@code claude --output-format stream-json}.
 *
 * <p>The order of keys means nothing, and what is not known is passed over: unknown types, lines
 * that are not JSON objects, fields of another type than expected. Never throws.
 */
final class StreamJson {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern TOOL_NAME = Pattern.compile("[A-Z][a-z]{1,15}[A-Za-z]{0,15}");
  private static final String SYNTHETIC = "<synthetic>";
  private static final String OVERLOADED = "overloaded";

  private StreamJson() {}

  /** What {@code line} says, in its order; empty for a line that says nothing to us. */
  static List<StreamEvent> events(String line) {
    return Json.readObject(line).map(StreamJson::events).orElse(List.of());
  }

  private static List<StreamEvent> events(ObjectNode node) {
    return switch (text(node, "type").orElse("")) {
      case "system" -> system(node);
      case "assistant" -> assistant(node);
      case "rate_limit_event" -> limited(node.path("rate_limit_info"));
      case "result" -> ended(node);
      default -> List.of();
    };
  }

  private static List<StreamEvent> system(JsonNode node) {
    return switch (text(node, "subtype").orElse("")) {
      case "init" -> init(node);
      case "api_retry" ->
          text(node, "error")
              .filter(OVERLOADED::equals)
              .<List<StreamEvent>>map(kind -> List.of(new StreamEvent.ApiError(kind)))
              .orElse(List.of());
      default -> List.of();
    };
  }

  private static List<StreamEvent> init(JsonNode node) {
    var surroundings =
        new Surroundings(
            text(node, "cwd"), text(node, "permissionMode"),
            names(node, "tools"), names(node, "mcp_servers"));
    return List.of(
        new StreamEvent.Init(
            session(node), text(node, "model"), text(node, "claude_code_version"), surroundings));
  }

  /** A subagent's text is not the agent's own; text beside an error is the client's. */
  private static List<StreamEvent> assistant(JsonNode node) {
    JsonNode message = node.path("message");
    Optional<String> error = text(node, "error");
    Optional<String> model = text(message, "model").filter(name -> !name.equals(SYNTHETIC));
    boolean own = error.isEmpty() && text(node, "parent_tool_use_id").isEmpty();
    List<StreamEvent> events = new ArrayList<>();
    for (JsonNode block : message.path("content")) {
      switch (text(block, "type").orElse("")) {
        case "text" ->
            text(block, "text")
                .filter(said -> own)
                .ifPresent(said -> events.add(new StreamEvent.Said(said, model)));
        case "tool_use" ->
            text(block, "name").ifPresent(name -> events.add(new StreamEvent.UsedTool(name)));
        default -> {}
      }
    }
    error.ifPresent(kind -> events.add(new StreamEvent.ApiError(kind)));
    return events;
  }

  private static List<StreamEvent> limited(JsonNode info) {
    JsonNode resetsAt = info.path("resetsAt");
    if (!text(info, "status").equals(Optional.of("rejected")) || !resetsAt.isNumber()) {
      return List.of();
    }
    double seconds = resetsAt.asDouble(Double.NaN);
    double lastInstant = Instant.MAX.getEpochSecond();
    return seconds >= 0 && seconds < lastInstant
        ? List.of(new StreamEvent.Limited(Instant.ofEpochSecond((long) seconds)))
        : List.of();
  }

  private static List<StreamEvent> ended(JsonNode node) {
    String subtype = text(node, "subtype").orElse("success");
    JsonNode isError = node.path("is_error");
    boolean failed = isError.isBoolean() ? isError.booleanValue() : !subtype.equals("success");
    Spent spent = Usage.of(node);
    var ended =
        new StreamEvent.Ended(
            subtype,
            failed,
            text(node, "result"),
            names(node, "errors").orElse(List.of()),
            session(node),
            spent,
            calls(node));
    return Stream.concat(byStatus(node).stream(), Stream.<StreamEvent>of(ended)).toList();
  }

  /** Of a refusal only the tool's name: what it was to be given may be anything. */
  private static StreamEvent.Calls calls(JsonNode node) {
    JsonNode turns = node.path("num_turns");
    List<String> denials = new ArrayList<>();
    for (JsonNode denial : node.path("permission_denials")) {
      text(denial, "tool_name")
          .filter(name -> TOOL_NAME.matcher(name).matches())
          .ifPresent(denials::add);
    }
    return new StreamEvent.Calls(
        turns.isIntegralNumber() && turns.canConvertToInt() && turns.intValue() >= 0
            ? Optional.of(turns.longValue())
            : Optional.empty(),
        denials);
  }

  private static Optional<StreamEvent> byStatus(JsonNode node) {
    return switch (node.path("api_error_status").asInt(0)) {
      case 401, 403 -> Optional.of(new StreamEvent.ApiError("authentication_failed"));
      case 429 -> Optional.of(new StreamEvent.ApiError("rate_limit"));
      case 503, 529 -> Optional.of(new StreamEvent.ApiError(OVERLOADED));
      default -> Optional.empty();
    };
  }

  private static Optional<UUID> session(JsonNode node) {
    return text(node, "session_id")
        .filter(id -> UUID_TEXT.matcher(id).matches())
        .map(UUID::fromString);
  }

  /** The strings of a list, or the {@code name} of each object in it. */
  private static Optional<List<String>> names(JsonNode node, String field) {
    JsonNode list = node.path(field);
    if (!list.isArray()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (JsonNode item : list) {
      names.add(item.isString() ? item.stringValue() : text(item, "name").orElse("(unnamed)"));
    }
    return Optional.of(List.copyOf(names));
  }

  private static Optional<String> text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? Optional.of(WholeText.of(value.stringValue())) : Optional.empty();
  }
}
