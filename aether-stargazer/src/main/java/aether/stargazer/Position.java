package aether.stargazer;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id of an entry of the mirror, which has an order. */
record Position(long millis, long number) implements Comparable<Position> {
  /** Before every entry. */
  static final Position START = new Position(0, 0);

  private static final Pattern ID = Pattern.compile("(\\d{1,18})-(\\d{1,18})");
  private static final Comparator<Position> ORDER =
      Comparator.comparingLong(Position::millis).thenComparingLong(Position::number);

  /** The position that the bus gave. */
  static Position of(String id) {
    return parse(id).orElseThrow(() -> new IllegalArgumentException("'" + id + "' is no entry id"));
  }

  /** The position that a client gave; empty when it is none. */
  static Optional<Position> parse(String id) {
    Matcher matcher = ID.matcher(id);
    return matcher.matches()
        ? Optional.of(
            new Position(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return millis + "-" + number;
  }
}
