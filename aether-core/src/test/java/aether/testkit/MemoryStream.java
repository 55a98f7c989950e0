package aether.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A stream as Redis keeps one: entries under ever growing ids, also after all are deleted. */
final class MemoryStream<T> {
  private final NavigableMap<Position, T> entries = new TreeMap<>();
  private Position last = Position.START;

  /** The id of a stream entry: {@code <ms>-<n>}. */
  record Position(long millis, long sequence) implements Comparable<Position> {
    static final Position START = new Position(0, 0);

    static Position parse(String text) {
      int dash = text.indexOf('-');
      if (dash < 0) {
        throw new IllegalArgumentException("'" + text + "' is no stream position; use <ms>-<n>");
      }
      return new Position(
          Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
    }

    @Override
    public int compareTo(Position other) {
      int byMillis = Long.compare(millis, other.millis);
      return byMillis != 0 ? byMillis : Long.compare(sequence, other.sequence);
    }

    @Override
    public String toString() {
      return millis + "-" + sequence;
    }
  }

  /** One entry and its place. */
  record Placed<T>(Position position, T value) {}

  Position add(T value, Instant now) {
    long millis = now.toEpochMilli();
    last =
        millis > last.millis()
            ? new Position(millis, 0)
            : new Position(last.millis(), last.sequence() + 1);
    entries.put(last, value);
    return last;
  }

  List<Placed<T>> after(Position position, int count) {
    List<Placed<T>> found = new ArrayList<>();
    for (var entry : entries.tailMap(position, false).entrySet()) {
      if (found.size() == count) {
        break;
      }
      found.add(new Placed<>(entry.getKey(), entry.getValue()));
    }
    return found;
  }

  List<Placed<T>> latest(int count) {
    List<Placed<T>> found = new ArrayList<>();
    for (var entry : entries.descendingMap().entrySet()) {
      if (found.size() == count) {
        break;
      }
      found.addFirst(new Placed<>(entry.getKey(), entry.getValue()));
    }
    return found;
  }

  Optional<T> at(Position position) {
    return Optional.ofNullable(entries.get(position));
  }

  /** Takes an entry out. @return whether it was there */
  boolean delete(Position position) {
    return entries.remove(position) != null;
  }

  /** The id given last, also when its entry is gone. */
  Position last() {
    return last;
  }

  int size() {
    return entries.size();
  }
}
