package aether.observatory.prompt;

import aether.wire.Json;
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
  private static final int DELETE = 0x7F;
  private static final int TAGS = 0xE0000;
  private static final int TAGS_END = 0xE0FFF;

  private final String nonce;

  Neutral(String nonce) {
    this.nonce = nonce;
  }

  /** {@code text} without anything invisible, and without the mark. */
  String text(String text) {
    StringBuilder neutral = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      boolean lineEnd = c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
      if (!lineEnd) {
        neutral.appendCodePoint(isHarmless(c) ? c : REPLACEMENT);
      }
      at += Character.charCount(c);
    }
    return withoutMark(neutral.toString());
  }

  /** As {@link #text}, on one line. */
  String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (char c : text(text).toCharArray()) {
      boolean space = c == ' ' || c == '\t' || c == '\n';
      if (!space) {
        line.append(c);
      } else if (line.isEmpty() || line.charAt(line.length() - 1) != ' ') {
        line.append(' ');
      }
    }
    return line.toString().strip();
  }

  /** {@code text} with every mark replaced, in whatever case its letters stand. */
  private String withoutMark(String text) {
    StringBuilder rest = null;
    int from = 0;
    for (int at = 0; at + nonce.length() <= text.length(); at++) {
      if (text.regionMatches(true, at, nonce, 0, nonce.length())) {
        rest = rest == null ? new StringBuilder(text.length()) : rest;
        rest.append(text, from, at).appendCodePoint(REPLACEMENT);
        from = at + nonce.length();
        at = from - 1;
      }
    }
    return rest == null ? text : rest.append(text, from, text.length()).toString();
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
    if (c >= ' ' && c < DELETE) {
      return true;
    }
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
