package aether.mcp;

import java.util.List;
import java.util.Map;

/** The JSON schemas of what the tools take and answer. Answers may grow fields. */
final class Schemas {
  static final Map<String, Object> NOTHING =
      Map.of("type", "object", "properties", Map.of(), "additionalProperties", false);

  static final Map<String, Object> THREAD =
      Map.of(
          "type",
          "object",
          "properties",
          Map.of(
              "thread",
              Map.of(
                  "type",
                  "string",
                  "minLength",
                  1,
                  "maxLength",
                  255,
                  "description",
                  "The thread's id: the conversation_id of its messages.")),
          "required",
          List.of("thread"),
          "additionalProperties",
          false);

  private static final Map<String, Object> STRING = Map.of("type", "string");
  private static final Map<String, Object> TEXT = Map.of("type", List.of("string", "null"));

  static final Map<String, Object> BODIES =
      object(
          Map.of(
              "me",
              STRING,
              "bodies",
              list(
                  object(
                      Map.of(
                          "id",
                          STRING,
                          "description",
                          STRING,
                          "capabilities",
                          list(STRING),
                          "online",
                          Map.of("type", "boolean")))),
              "note",
              STRING));

  static final Map<String, Object> TRANSCRIPT =
      object(
          Map.of(
              "thread",
              STRING,
              "hops",
              list(
                  object(
                      Map.of(
                          "hop", Map.of("type", List.of("integer", "null")),
                          "from", TEXT,
                          "to", TEXT,
                          "intent", TEXT,
                          "text", TEXT))),
              "summaries",
              list(object(Map.of("by", TEXT, "summary", TEXT, "message_id", TEXT))),
              "operator_actions",
              list(object(Map.of("actor", TEXT, "action", TEXT, "ts", TEXT, "reason", TEXT))),
              "ended",
              Map.of("type", List.of("object", "null"))));

  private Schemas() {}

  private static Map<String, Object> list(Map<String, Object> items) {
    return Map.of("type", "array", "items", items);
  }

  /** An object that has all of {@code properties}. */
  private static Map<String, Object> object(Map<String, Object> properties) {
    return Map.of(
        "type",
        "object",
        "properties",
        properties,
        "required",
        properties.keySet().stream().sorted().toList());
  }
}
