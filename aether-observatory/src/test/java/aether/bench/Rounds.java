package aether.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Numbers that were measured several times, and waiting for what is being measured. */
final class Rounds {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long CLOSE_LOOK_NANOS = 20_000;
  private static final long GLANCE_NANOS = 1_000_000;

  private Rounds() {}

  static double median(double... values) {
    return percentile(50, values);
  }

  /** The smallest value that {@code percent} of all do not exceed. */
  static double percentile(int percent, double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return sorted[Math.max(0, rank - 1)];
  }

  /** Waits for {@code condition} without asking Redis anything, at the price of some processor. */
  static void watchFor(BooleanSupplier condition) {
    await(CLOSE_LOOK_NANOS, condition);
  }

  /** As {@link #watchFor}, to the millisecond and at no price. */
  static void waitFor(BooleanSupplier condition) {
    await(GLANCE_NANOS, condition);
  }

  private static void await(long step, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("what is measured did not end within " + PATIENCE);
      }
      LockSupport.parkNanos(step);
    }
  }
}
