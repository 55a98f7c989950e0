package aether.view;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes text that came over the bus harmless to a terminal. Nothing in the answer moves the cursor,
 * sets a colour, hides, or turns the direction of what follows; what would have done so is shown.
 */
public final class TerminalText {
  private static final int ESCAPED_FROM = 0x80;
  private static final int CONTROL_PICTURES = 0x2400;

  /** These two join emoji and the letters of some scripts. */
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;

  private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\u0085\\u2028\\u2029]+");
  private static final Pattern BREAKS =
      Pattern.compile("[\\t\\n\\r\\u000B\\f\\u0085\\u2028\\u2029]+");

  private TerminalText() {}

  /** {@code text} with its line breaks (as {@code \n}) and tabs, and no other control. */
  public static String neutralise(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.replace("\r\n", "\n").codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  /** {@code json}, a JSON text on one line, with each character escaped that could do harm. */
  static String json(String json) {
    StringBuilder safe = new StringBuilder(json.length());
    json.codePoints()
        .forEach(c -> {
          if (c == 0x7F || (c >= ESCAPED_FROM && isTreacherous(c))) {
            for (char half : Character.toChars(c)) {
              safe.append(String.format(Locale.ROOT, "\\u%04x", (int) half));
            }
          } else {
            safe.appendCodePoint(c);
          }
        });
    return safe.toString();
  }

  /** {@link #neutralise} of {@code text} on one line, its columns of spaces kept. */
  static String heading(String text) {
    return neutralise(BREAKS.matcher(text).replaceAll(" ")).strip();
  }

  /** {@link #neutralise} of {@code text} on one line: white space of any kind is one space. */
  public static String line(String text) {
    return neutralise(WHITE_SPACE.matcher(text).replaceAll(" ")).strip();
  }

  /** {@link #line} of {@code text}, cut to {@code limit} characters with an ellipsis. */
  public static String line(String text, int limit) {
    String line = line(text);
    return line.codePointCount(0, line.length()) <= limit
        ? line
        : line.substring(0, line.offsetByCodePoints(0, limit - 1)).stripTrailing() + "…";
  }

  private static void append(StringBuilder safe, int c) {
    if (c == '\n' || c == '\t') {
      safe.append((char) c);
    } else if (c < ' ') {
      safe.append((char) (CONTROL_PICTURES + c));
    } else if (c == 0x7F) {
      safe.append('\u2421');
    } else if (c >= ESCAPED_FROM && isTreacherous(c)) {
      safe.append("\\u{").append(Integer.toHexString(c)).append('}');
    } else {
      safe.appendCodePoint(c);
    }
  }

  /** Controls, direction marks, line separators, invisible and tag characters, lone surrogates. */
  private static boolean isTreacherous(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE ->
          true;
      case Character.FORMAT -> c != ZERO_WIDTH_JOINER && c != ZERO_WIDTH_NON_JOINER;
      default -> false;
    };
  }
}
