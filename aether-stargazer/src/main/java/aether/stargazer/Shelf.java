package aether.stargazer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Entries in the order of the mirror, each at a place that stays its own when older ones go. Not
 * safe for use by several threads, but for {@link #next}.
 */
final class Shelf {
  private final ArrayList<Entry> entries = new ArrayList<>();
  private Position head = Position.START;
  private Position cut = Position.START;
  private volatile long next;

  /** The position of the newest entry. */
  Position head() {
    return head;
  }

  /** The place the next entry will have. */
  long next() {
    return next;
  }

  int size() {
    return entries.size();
  }

  /** Puts an entry at its place, which is the next one. */
  void add(Entry entry) {
    entries.add(entry);
    next = entry.seq() + 1;
    head = entry.position();
  }

  /** The place of the first entry after {@code position}; empty when that entry may be gone. */
  Optional<Long> placeAfter(Position position) {
    boolean before =
        entries.isEmpty()
            ? position.compareTo(cut) < 0
            : position.compareTo(entries.getFirst().position()) < 0;
    boolean gone = position.compareTo(head) > 0 || (before && !position.equals(cut));
    return gone ? Optional.empty() : Optional.of(base() + index(position, true));
  }

  /** At most {@code count} entries from {@code place} on. */
  Archive.Batch from(long place, int count) {
    long start = Math.max(place, base());
    int index = (int) (Math.min(start, next) - base());
    return new Archive.Batch(
        List.copyOf(entries.subList(index, Math.min(index + count, entries.size()))),
        start - place);
  }

  /** The newest {@code count} entries, oldest first. */
  List<Entry> latest(int count) {
    return List.copyOf(entries.subList(Math.max(entries.size() - count, 0), entries.size()));
  }

  /** How many entries come before {@code position}. */
  int before(Position position) {
    return index(position, false);
  }

  /** Takes the oldest {@code count} off, and hands them out. */
  List<Entry> drop(int count) {
    List<Entry> old = List.copyOf(entries.subList(0, count));
    if (!old.isEmpty()) {
      cut = old.getLast().position();
      entries.subList(0, count).clear();
    }
    return old;
  }

  /** Takes all off; the mirror was begun anew. */
  List<Entry> clear() {
    List<Entry> old = drop(entries.size());
    head = Position.START;
    return old;
  }

  private long base() {
    return next - entries.size();
  }

  /** How many entries come before {@code position}, or are there as well. */
  private int index(Position position, boolean including) {
    int bound = including ? 0 : -1;
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).position().compareTo(position) <= bound) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
