package aether.observatory.turn;

import aether.wire.Json;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The control objects that stand in a turn's untrusted data. One that comes back in the output is a
 * quotation and never a decision, whoever asked for it (DEFECTS D39).
 *
 * <p>Compared are the value, whatever its key order and white space, and the text without white
 * space and backslashes; data that holds JSON inside JSON strings is unfolded a few levels.
 */
final class Quotations {
  private static final String NOISE = " \t\n\u000B\f\r\\";
  private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");
  private static final int MAX_LEVELS = 4;

  private final String squeezed;

  /** Each in a spelling of its own, as trees that differ far down only take long to compare. */
  private final Set<String> values = new HashSet<>();

  Quotations(String untrusted, String field) {
    squeezed = squeeze(untrusted);
    String text = untrusted;
    for (int level = 0; level < MAX_LEVELS; level++) {
      collect(text, field);
      if (text.indexOf('\\') < 0) {
        break;
      }
      text = unfold(text);
    }
  }

  /** Whether an object stands in the untrusted data. {@code value} is empty if beyond reading. */
  boolean hold(String text, Optional<ObjectNode> value) {
    return value.map(Quotations::spelling).filter(values::contains).isPresent()
        || squeezed.contains(squeeze(text));
  }

  private void collect(String text, String field) {
    for (ObjectScan.Span span : ObjectScan.all(text, field)) {
      if (span.height() <= StreamReadConstraints.DEFAULT_MAX_DEPTH) {
        Json.readObject(text.substring(span.start(), span.end()))
            .map(Quotations::spelling)
            .ifPresent(values::add);
      }
    }
  }

  /** The same for equal values, and for those alone. */
  private static String spelling(ObjectNode object) {
    return Json.write(sorted(object));
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      ObjectNode object = Json.object();
      node.propertyNames().stream()
          .sorted()
          .forEach(name -> object.set(name, sorted(node.path(name))));
      return object;
    }
    if (node.isArray()) {
      ArrayNode array = Json.object().arrayNode();
      node.forEach(element -> array.add(sorted(element)));
      return array;
    }
    return node.isBigDecimal()
        ? Json.object().numberNode(node.decimalValue().stripTrailingZeros())
        : node;
  }

  private static String squeeze(String text) {
    StringBuilder squeezed = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (NOISE.indexOf(c) < 0) {
        squeezed.append(c);
      }
    }
    return squeezed.toString();
  }

  private static String unfold(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(escape -> Matcher.quoteReplacement(meaning(escape.group(1))));
  }

  private static String meaning(String escape) {
    return switch (escape.charAt(0)) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'u' -> escape.length() == 1 ? "u" : hex(escape.substring(1));
      default -> escape;
    };
  }

  private static String hex(String digits) {
    return String.valueOf((char) Integer.parseInt(digits, 16));
  }
}
