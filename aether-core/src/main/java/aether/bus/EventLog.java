package aether.bus;

import java.time.Duration;
import java.util.List;

/** The global mirror, for reading (CONTRACT §4, {@code aether:events}). */
public interface EventLog {
  /** The position before every event. */
  String START = "0-0";

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
}
