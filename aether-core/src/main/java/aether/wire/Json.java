package aether.wire;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one JSON reader and writer. Output is what Python's {@code json.dumps(x, ensure_ascii=False)}
 * writes: {@code ", "} and {@code ": "} as separators, characters beyond ASCII as they are,
 * lowercase hex in escapes.
 *
 * <p>Safe for use by several threads.
 */
public final class Json {
  private static final JsonFactory FORMAT =
      JsonFactory.builder()
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .build();

  /** The library's way to say that it does not tell where. */
  private static final Pattern WHERE = Pattern.compile(" \\(start marker at \\[[^\\]]*\\]\\)");

  private static final TreeReader TREES = new TreeReader(FORMAT);

  /** Made for who asks for it: that takes long. */
  private static final class Mapper {
    private static final JsonMapper MAPPER =
        JsonMapper.builder(FORMAT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
  }

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The text of {@code node} as the first Aether would write it. */
  public static String write(JsonNode node) {
    return PythonStyle.write(node);
  }

  /** The text of an object of strings, in the map's order. */
  public static String write(Map<String, String> strings) {
    ObjectNode node = object();
    strings.forEach(node::put);
    return write(node);
  }

  /** The value of {@code text}, or empty when it is not exactly one JSON value. Never throws. */
  public static Optional<JsonNode> read(String text) {
    try {
      return TREES.read(text);
    } catch (JacksonException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The object of {@code text}, or empty when it is not exactly one JSON object. Never throws. */
  public static Optional<ObjectNode> readObject(String text) {
    return read(text).filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast);
  }

  /** One line saying why {@code text} is not exactly one JSON value; empty when it is. */
  public static Optional<String> problem(String text) {
    try {
      return TREES.read(text).isPresent() ? Optional.empty() : Optional.of("empty text");
    } catch (JacksonException e) {
      String message = e.getOriginalMessage();
      return Optional.of(
          message == null
              ? "not JSON"
              : WHERE.matcher(message.lines().findFirst().orElse("")).replaceAll(""));
    } catch (NumberFormatException e) {
      return Optional.of("a number with an exponent beyond any range");
    }
  }

  /** The library's own reader and writer, for what is no tree. */
  public static JsonMapper mapper() {
    return Mapper.MAPPER;
  }
}
