package aether.terminal;

import java.util.Locale;

/** Text as one line of a terminal. */
public final class OneLine {
  private OneLine() {}

  /**
   * {@code text} without line breaks and without control characters, so that whatever a user typed
   * or a peer sent can stand in an error.
   */
  public static String of(String text) {
    return text.strip().replaceAll("[\\p{Cntrl}\\x{2028}\\x{2029}]+", " ");
  }

  static String lowerFirst(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}
