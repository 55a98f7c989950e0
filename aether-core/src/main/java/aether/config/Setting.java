package aether.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One connection setting as somebody wrote it, and how it is understood.
 *
 * @param where what the user must correct, as it begins an error: a variable, a flag, a file's key
 * @param remedy what to do about a wrong value
 */
record Setting(String where, String value, String remedy) {
  private static final Pattern WHOLE = Pattern.compile("\\+?[0-9]{1,10}");

  /** A host name or address. */
  String host() {
    String host = value.strip();
    if (host.isEmpty() || host.contains("/") || host.chars().anyMatch(Character::isWhitespace)) {
      throw refused("not a host name or address");
    }
    return host;
  }

  int port() {
    return number(1, 65_535);
  }

  int db() {
    return number(0, Integer.MAX_VALUE);
  }

  /** On or off; any other word is refused, for it must never silently mean plain text (D51). */
  boolean onOff() {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off" -> false;
      default -> throw refused("neither on (true, 1, yes, on) nor off (false, 0, no, off)");
    };
  }

  /** A file; the empty path for an empty value. */
  Path path() {
    try {
      return Path.of(value.strip());
    } catch (InvalidPathException e) {
      throw refused("not the name of a file");
    }
  }

  Namespace namespace() {
    return Namespace.parse(value.strip())
        .orElseThrow(() ->
            refused(
                "not letters, digits, '_', '.' and '-', at most 63 of them, perhaps in braces"));
  }

  BusUrl url() {
    return BusUrl.parse(where, value);
  }

  private int number(int least, int most) {
    String digits = value.strip();
    if (WHOLE.matcher(digits).matches()) {
      long number = Long.parseLong(digits);
      if (number >= least && number <= most) {
        return (int) number;
      }
    }
    throw refused("not a whole number from " + least + " to " + most);
  }

  private ConfigException refused(String why) {
    return new ConfigException(where + " is '" + value + "', " + why + "; " + remedy);
  }
}
