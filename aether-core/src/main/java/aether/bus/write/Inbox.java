package aether.bus.write;

import java.time.Duration;
import java.util.List;

/**
 * What comes in for one Body: its own stream and the broadcast (CONTRACT §3). Entries are handed
 * out raw; they leave the inbox only when {@linkplain ProcessingLog#settle settled}.
 *
 * <p>{@link #next} and {@link #nextWaves} block, each on a connection of its own, and may be called
 * from different threads.
 */
public interface Inbox {
  /**
   * Creates what is missing: the consumer group at the beginning of the inbox, the broadcast cursor
   * at now. Idempotent; also repairs a group that was lost.
   */
  void open();

  /**
   * How often the consumer group had to be made: grows at the first opening, and again whenever
   * what stood on the bus was lost (DEFECTS D27). Asks nobody.
   */
  int epoch();

  /**
   * At most {@code count} entries handed out before and not settled since, oldest first, strictly
   * after {@code position}; {@code 0-0} is before all.
   */
  List<Entry> unsettled(String position, int count);

  /** At most {@code count} entries never handed out before; waits up to {@code patience}. */
  List<Entry> next(int count, Duration patience);

  /** At most {@code count} waves strictly after {@code position}; waits up to {@code patience}. */
  List<Entry> nextWaves(String position, int count, Duration patience);

  /** The wave up to which all are settled. */
  String waveCursor();

  /**
   * Moves what a Python peer left in {@code aether:hold:<id>} and {@code aether:pausehold:<id>} to
   * the inbox, each item in one transaction that also writes its {@code message} event where the
   * peer has written none.
   *
   * @return how many were moved
   */
  int drainHolds();
}
