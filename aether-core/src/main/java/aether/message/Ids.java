package aether.message;

import java.util.regex.Pattern;

/** What all ids on the bus have in common. */
final class Ids {
  /** No id on the bus is longer; a longer one is refused where it is decoded. */
  static final int MAX_LENGTH = 255;

  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

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

  static boolean isSafe(String value) {
    return SAFE.matcher(value).matches();
  }
}
