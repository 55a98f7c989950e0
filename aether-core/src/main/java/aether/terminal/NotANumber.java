package aether.terminal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in a user's words that what a flag or a parameter was given is no number. */
final class NotANumber {
  /** How picocli says it. */
  private static final Pattern SAID =
      Pattern.compile(
          "Invalid value for (?:option '(?<flag>[^' ]+)[^:]*"
              + "|positional parameter[^:]*\\((?<name>[^)]*)\\)):"
              + " (?:'(?<value>.*)' is not an? (?:int|Integer|long|Long)"
              + "|cannot convert '(?<decimal>.*)' to BigDecimal .*)",
          Pattern.DOTALL);

  private NotANumber() {}

  /** The words for {@code message}; empty when it is about something else. */
  static Optional<String> words(String message) {
    Matcher said = SAID.matcher(message);
    if (!said.matches()) {
      return Optional.empty();
    }
    String where = Optional.ofNullable(said.group("flag")).orElseGet(() -> said.group("name"));
    String decimal = said.group("decimal");
    if (decimal != null) {
      return Optional.of(where + " '" + decimal + "' is not a number, such as 0.50");
    }
    String value = said.group("value");
    String what =
        value.matches("[+-]?\\d+") ? "is too large a number" : "is not a whole number, such as 4";
    return Optional.of(where + " '" + value + "' " + what);
  }
}
