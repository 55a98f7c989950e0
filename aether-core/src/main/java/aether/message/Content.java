package aether.message;

/**
 * The body of a message (CONTRACT §2). Messages are self-contained, so the text is never blank.
 *
 * @param text what is said; lone surrogates are replaced by U+FFFD, as no peer could decode them
 */
public record Content(Intent intent, String text, Context context) {
  public Content {
    text = wellFormed(text);
    if (text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c))) {
      throw new IllegalArgumentException(
          "body.text is blank; a message must stand on its own, so say something");
    }
  }

  public Content(Intent intent, String text) {
    this(intent, text, Context.EMPTY);
  }

  private static String wellFormed(String text) {
    StringBuilder mended = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (Character.isSurrogate(c)) {
        mended = mended == null ? new StringBuilder(text) : mended;
        mended.setCharAt(i, '\uFFFD');
      }
    }
    return mended == null ? text : mended.toString();
  }
}
