package aether.message;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The one form of an envelope that is signed, in whatever form it stands on the wire (ADR 10). */
final class SignedFormCodec {
  /** Begins every signed text, so that no signature of anything else is one of an envelope. */
  private static final String PREFIX = "aether-envelope-1\n";

  private static final int LONGEST_WHOLE = 21;
  private static final String DIGITS = "0123456789abcdef";
  private static final Comparator<String> BY_CODE_POINTS =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private final StringBuilder out = new StringBuilder(PREFIX);

  private SignedFormCodec() {}

  /** What is signed of {@code envelope}: all of it but {@code except}. */
  static String of(ObjectNode envelope, String except) {
    SignedFormCodec writing = new SignedFormCodec();
    writing.object(envelope.properties().stream().filter(field -> !field.getKey().equals(except)));
    return writing.out.toString();
  }

  private void value(JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> object(node.properties().stream());
      case ARRAY -> array(node);
      case STRING -> text(node.stringValue());
      case BOOLEAN -> out.append(node.booleanValue());
      case NUMBER -> out.append(number(node.decimalValue()));
      case NULL, BINARY, POJO, MISSING -> out.append("null");
    }
  }

  private void object(Stream<Map.Entry<String, JsonNode>> fields) {
    out.append('{');
    boolean[] more = {false};
    fields
        .sorted(Map.Entry.comparingByKey(BY_CODE_POINTS))
        .forEach(field -> {
          out.append(more[0] ? "," : "");
          more[0] = true;
          text(field.getKey());
          out.append(':');
          value(field.getValue());
        });
    out.append('}');
  }

  private void array(JsonNode node) {
    out.append('[');
    String between = "";
    for (JsonNode element : node) {
      out.append(between);
      value(element);
      between = ",";
    }
    out.append(']');
  }

  private static String number(BigDecimal value) {
    BigDecimal bare = value.stripTrailingZeros();
    if (bare.signum() == 0) {
      return "0";
    }
    boolean whole = bare.scale() <= 0 && (long) bare.precision() - bare.scale() <= LONGEST_WHOLE;
    return whole
        ? bare.toBigInteger().toString()
        : bare.unscaledValue() + "e" + -(long) bare.scale();
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        out.append(c).append(text.charAt(++i));
      } else if (Character.isSurrogate(c)) {
        out.append('\uFFFD');
      } else if (c < ' ' || c == '"' || c == '\\') {
        escape(c);
      } else {
        out.append(c);
      }
    }
    out.append('"');
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
