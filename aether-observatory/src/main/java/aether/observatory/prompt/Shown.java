package aether.observatory.prompt;

import java.util.Optional;

/**
 * A text as far as it fits.
 *
 * @param cut how long the whole was and how much is shown; empty when all is shown
 */
record Shown(String text, Optional<String> cut) {
  /** As much of {@code text} as takes up to {@code budget} bytes inside a data block. */
  static Shown within(String text, int budget) {
    int end = 0;
    int bytes = 0;
    while (end < text.length()) {
      int c = text.codePointAt(end);
      bytes += encodedBytes(c);
      if (bytes > budget) {
        return new Shown(
            text.substring(0, end),
            Optional.of("%d characters, the first %d are shown".formatted(text.length(), end)));
      }
      end += Character.charCount(c);
    }
    return new Shown(text, Optional.empty());
  }

  /** The bytes of a neutral character in the JSON of a data block. */
  private static int encodedBytes(int c) {
    return switch (c) {
      case '"', '\\', '\n', '\t' -> 2;
      case '@' -> 6;
      default -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    };
  }
}
