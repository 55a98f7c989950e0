package aether.terminal;

import aether.view.TerminalText;
import java.util.Locale;

/** Text as one line of a terminal. */
public final class OneLine {
  private OneLine() {}

  /**
   * {@code text} on one line, as {@link TerminalText#line} has it, so that whatever a user typed or
   * a peer sent can stand in an error.
   */
  public static String of(String text) {
    return TerminalText.line(text);
  }

  static String lowerFirst(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}
