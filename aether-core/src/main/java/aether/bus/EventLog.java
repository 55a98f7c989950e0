package aether.bus;

import aether.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The global mirror, for reading (CONTRACT §4, {@code aether:events}). */
public interface EventLog {
  /** The position before every event. */
  String START = "0-0";

  /** How many events {@link #all} reads at a time. */
  int PAGE = 1000;

  /** The newest {@code count} events, oldest first. */
  List<Recorded> latest(int count);

  /** At most {@code count} events strictly after {@code position}, oldest first; none: empty. */
  List<Recorded> after(String position, int count);

  /**
   * As {@link #after}, but waits up to {@code patience} for the first one. Waits on a connection of
   * its own.
   */
  List<Recorded> await(String position, int count, Duration patience);

  /** The position of the newest event, or {@link #START}. */
  String end();

  /** Every event that {@code wanted} accepts, oldest first: the whole mirror is read, by pages. */
  default List<Recorded> all(Predicate<Event> wanted) {
    List<Recorded> found = new ArrayList<>();
    String position = START;
    List<Recorded> page;
    do {
      page = after(position, PAGE);
      page.stream().filter(recorded -> wanted.test(recorded.event())).forEach(found::add);
      position = page.isEmpty() ? position : page.getLast().position();
    } while (page.size() == PAGE);
    return found;
  }
}
