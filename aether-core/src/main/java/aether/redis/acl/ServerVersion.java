package aether.redis.acl;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of a Redis (or Valkey) server, as far as rights hang on it. */
public record ServerVersion(int major, int minor) {
  /** The oldest that knows selectors, and keys that may only be read or only be written. */
  public static final ServerVersion OLDEST = new ServerVersion(7, 0);

  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(\\..*)?");

  /** The version that {@code text} names; empty when it names none. */
  public static Optional<ServerVersion> parse(String text) {
    Matcher matcher = NUMBERS.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(
            new ServerVersion(
                Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /** Whether it can tell rights apart as finely as these files need. */
  public boolean isEnough() {
    return isSince(OLDEST);
  }

  /** Whether it knows {@code CLIENT SETINFO}: an older one refuses the whole file for that word. */
  boolean knowsClientInfo() {
    return isSince(new ServerVersion(7, 2));
  }

  private boolean isSince(ServerVersion other) {
    return major > other.major || (major == other.major && minor >= other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
