package aether.observatory.outbound;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the secrets of one kind look.
 *
 * @param hint a text that each of them has, looked for first because that is cheap
 */
record Shape(String kind, String hint, Pattern pattern) {
  private static final String START = "(?<![A-Za-z0-9])";

  /** A shape that may begin only where no word goes on. */
  static Shape token(String kind, String hint, String regex) {
    return new Shape(kind, hint, Pattern.compile(START + "(?:" + regex + ")"));
  }

  /** A shape that may begin anywhere. */
  static Shape anywhere(String kind, String hint, String regex) {
    return new Shape(kind, hint, Pattern.compile(regex));
  }

  /** Whether {@code text} holds one that is not a documentation's placeholder. */
  boolean isIn(String text) {
    if (!text.contains(hint)) {
      return false;
    }
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      boolean standsIn =
          matcher.groupCount() > 0
              ? Placeholder.is(String.valueOf(matcher.group(1)))
              : Placeholder.says(matcher.group());
      if (!standsIn) {
        return true;
      }
    }
    return false;
  }
}
