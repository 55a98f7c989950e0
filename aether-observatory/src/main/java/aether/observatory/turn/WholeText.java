package aether.observatory.turn;

import java.nio.charset.StandardCharsets;

/** Text that can be written as UTF-8, and one line of it that can stand in an error. */
final class WholeText {
  private static final int ERROR_LENGTH = 500;

  private WholeText() {}

  /** {@code text} with {@code ?} for every surrogate that stands alone. */
  static String of(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /** The first line of {@code text} that is not blank, at most 500 characters; may be empty. */
  static String firstLine(String text) {
    String line = text.lines().map(String::strip).filter(s -> !s.isEmpty()).findFirst().orElse("");
    return of(line.length() > ERROR_LENGTH ? line.substring(0, ERROR_LENGTH - 1) + "…" : line);
  }
}
