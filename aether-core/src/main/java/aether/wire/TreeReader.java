package aether.wire;

import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Texts as trees, by the library's parser and limits but without its mapper, whose making alone
 * takes a short command a tenth of its time. Of a name that occurs twice the last value counts;
 * fractions are exact. Safe for use by several threads.
 */
record TreeReader(JsonFactory format) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /**
   * The one value of {@code text}; empty when there is none.
   *
   * @throws tools.jackson.core.JacksonException when it is not JSON, or something stands behind it
   */
  Optional<JsonNode> read(String text) {
    try (JsonParser in = format.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = in.nextToken();
      if (first == null) {
        return Optional.empty();
      }
      JsonNode value = value(in, first);
      if (in.nextToken() != null) {
        throw new StreamReadException(in, "more than one JSON value");
      }
      return Optional.of(value);
    }
  }

  private static JsonNode value(JsonParser in, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(in);
      case START_ARRAY -> array(in);
      case VALUE_STRING -> NODES.stringNode(in.getString());
      case VALUE_NUMBER_INT -> integer(in);
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(in.getDecimalValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new StreamReadException(in, "no JSON value but " + token);
    };
  }

  private static JsonNode object(JsonParser in) {
    ObjectNode node = NODES.objectNode();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      node.set(name, value(in, in.nextToken()));
    }
    return node;
  }

  private static JsonNode array(JsonParser in) {
    ArrayNode node = NODES.arrayNode();
    for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
      node.add(value(in, token));
    }
    return node;
  }

  private static JsonNode integer(JsonParser in) {
    return switch (in.getNumberType()) {
      case INT -> NODES.numberNode(in.getIntValue());
      case LONG -> NODES.numberNode(in.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(in.getBigIntegerValue());
    };
  }
}
