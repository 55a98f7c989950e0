package aether.message;

/** What all ids on the bus have in common. */
final class Ids {
  /** No id on the bus is longer; a longer one is refused where it is decoded. */
  static final int MAX_LENGTH = 255;

  /** No safe id is longer. */
  static final int MAX_SAFE_LENGTH = 63;

  /** What a safe id is made of, in words. */
  static final String SPELLING =
      "up to " + MAX_SAFE_LENGTH + " of A-Z a-z 0-9 _ . - with a letter or digit first";

  private Ids() {}

  static String require(String field, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(field + " is blank; give an id");
    }
    if (value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          field + " has " + value.length() + " characters; at most " + MAX_LENGTH + " are allowed");
    }
    return value;
  }

  /** Whether it is a letter or digit (ASCII), then at most 62 more of them or of '_', '.', '-'. */
  static boolean isSafe(String value) {
    if (value.isEmpty() || value.length() > MAX_SAFE_LENGTH || !isAlphanumeric(value.charAt(0))) {
      return false;
    }
    for (int i = 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!isAlphanumeric(c) && c != '_' && c != '.' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isAlphanumeric(char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9');
  }
}
