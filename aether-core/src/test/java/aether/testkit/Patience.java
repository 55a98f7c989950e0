package aether.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens in another process. */
public final class Patience {
  private static final Duration USUAL = Duration.ofSeconds(30);
  private static final long PAUSE_NANOS = 20_000_000;

  private Patience() {}

  /** Waits until {@code condition} holds, and fails after half a minute. */
  public static void until(String what, BooleanSupplier condition) {
    until(what, USUAL, condition);
  }

  /** Waits until {@code condition} holds, and fails after {@code limit}. */
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("waited " + limit + " in vain until " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
