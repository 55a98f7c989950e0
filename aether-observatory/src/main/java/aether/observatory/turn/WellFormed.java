package aether.observatory.turn;

/** Text that UTF-8 can carry. */
final class WellFormed {
  private WellFormed() {}

  /** {@code text} with each surrogate that has no partner replaced by U+FFFD. */
  static String text(String text) {
    if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return text;
    }
    StringBuilder mended = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? '\uFFFD' : c)
        .forEach(mended::appendCodePoint);
    return mended.toString();
  }
}
