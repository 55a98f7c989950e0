package aether.observatory.prompt;

import aether.wire.Json;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes bus text harmless to read (CONTRACT §7; DEFECTS D2, D17).
 *
 * <p>U+FFFD takes the place of everything a reader would not see or that would change how the rest
 * is seen: control characters but line feed and tab, bidirectional and other format characters,
 * zero-width ones, line and paragraph separators, blank letters, plane 14 (tags, variation
 * selectors), lone surrogates, and this prompt's mark. CR LF becomes LF.
 */
final class Neutral {
  private static final int REPLACEMENT = '\uFFFD';
  private static final String BLANK_LETTERS = "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";
  private static final int TAGS = 0xE0000;
  private static final int TAGS_END = 0xE0FFF;

  private final Pattern nonce;

  Neutral(String nonce) {
    this.nonce = Pattern.compile(Pattern.quote(nonce), Pattern.CASE_INSENSITIVE);
  }

  /** {@code text} without anything invisible, and without the mark. */
  String text(String text) {
    StringBuilder neutral = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .codePoints()
        .map(c -> isHarmless(c) ? c : REPLACEMENT)
        .forEach(neutral::appendCodePoint);
    return nonce.matcher(neutral).replaceAll("\uFFFD");
  }

  /** As {@link #text}, on one line. */
  String line(String text) {
    return text(text).replaceAll("\\s+", " ").strip();
  }

  /** {@code node} with every text and every name in it neutral. */
  JsonNode tree(JsonNode node) {
    if (node.isString()) {
      return Json.object().stringNode(text(node.stringValue()));
    }
    if (node.isObject()) {
      ObjectNode object = Json.object();
      node.properties().forEach(field -> object.set(text(field.getKey()), tree(field.getValue())));
      return object;
    }
    if (node.isArray()) {
      ArrayNode array = Json.object().arrayNode();
      node.forEach(element -> array.add(tree(element)));
      return array;
    }
    return node;
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\n' || c == '\t';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> BLANK_LETTERS.indexOf(c) < 0 && (c < TAGS || c > TAGS_END);
    };
  }
}
