package aether.observatory.turn;

import aether.wire.Json;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * The control objects that stand in a turn's untrusted data. One that comes back in the output is a
 * quotation and never a decision, whoever asked for it (DEFECTS D39).
 *
 * <p>Compared are the value, whatever its key order and white space, and the text without white
 * space and backslashes; data that holds JSON inside JSON strings is unfolded a few levels.
 */
final class Quotations {
  private static final Pattern NOISE = Pattern.compile("[\\s\\\\]+");
  private static final int MAX_LEVELS = 4;

  private final String squeezed;
  private final Set<ObjectNode> values = new HashSet<>();

  Quotations(String untrusted, String field) {
    squeezed = squeeze(untrusted);
    String text = untrusted;
    for (int level = 0; level < MAX_LEVELS; level++) {
      for (ObjectScan.Span span : ObjectScan.all(text, field)) {
        Json.readObject(text.substring(span.start(), span.end())).ifPresent(values::add);
      }
      if (text.indexOf('\\') < 0) {
        break;
      }
      text = unfold(text);
    }
  }

  /** Whether an object stands in the untrusted data. {@code value} is empty if beyond reading. */
  boolean hold(String text, Optional<ObjectNode> value) {
    return value.filter(values::contains).isPresent() || squeezed.contains(squeeze(text));
  }

  private static String squeeze(String text) {
    return NOISE.matcher(text).replaceAll("");
  }

  private static String unfold(String text) {
    return text.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
  }
}
