package aether.wire;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * JSON as Python's {@code json.dumps(x, ensure_ascii=False)} spaces it, and as Jackson escapes it.
 * Trees come out of {@link Json}, which reads none that is too deep to be walked like this.
 */
final class PythonStyle {
  private static final String DIGITS = "0123456789abcdef";
  private static final int USUAL_LENGTH = 1_024;

  private final StringBuilder out = new StringBuilder(USUAL_LENGTH);

  private PythonStyle() {}

  static String write(JsonNode node) {
    PythonStyle writing = new PythonStyle();
    writing.value(node);
    return writing.out.toString();
  }

  private void value(JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> object(node);
      case ARRAY -> array(node);
      case STRING -> string(node.stringValue());
      case BOOLEAN -> out.append(node.booleanValue());
      case NULL -> out.append("null");
      case NUMBER, BINARY, POJO, MISSING -> other(node);
    }
  }

  private void object(JsonNode node) {
    out.append('{');
    String between = "";
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      out.append(between);
      string(field.getKey());
      out.append(": ");
      value(field.getValue());
      between = ", ";
    }
    out.append('}');
  }

  private void array(JsonNode node) {
    out.append('[');
    String between = "";
    for (JsonNode element : node) {
      out.append(between);
      value(element);
      between = ", ";
    }
    out.append(']');
  }

  /** What is neither text nor structure; no spaces stand in it. */
  private void other(JsonNode node) {
    if (node.isInt()) {
      out.append(node.intValue());
    } else if (node.isLong()) {
      out.append(node.longValue());
    } else {
      out.append(Json.mapper().writeValueAsString(node));
    }
  }

  private void string(String text) {
    out.append('"');
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        out.append(text, written, i);
        escape(c);
        written = i + 1;
      }
    }
    out.append(text, written, text.length()).append('"');
  }

  private void escape(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> out.append("\\u00").append(DIGITS.charAt(c >> 4)).append(DIGITS.charAt(c & 15));
    }
  }
}
