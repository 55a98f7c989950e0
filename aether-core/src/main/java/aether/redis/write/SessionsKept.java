package aether.redis.write;

import aether.bus.write.Settlement.SessionChange;
import java.time.Duration;
import java.time.Instant;

/**
 * When the time for which a Body's sessions are remembered began last. It is weeks long, so it need
 * not begin anew with every message. Safe for use by several threads.
 */
final class SessionsKept {
  private static final Duration OFTEN_ENOUGH = Duration.ofHours(1);

  private volatile Instant began = Instant.EPOCH;

  /** Whether it shall begin anew with a session that is remembered at {@code now}. */
  boolean isDue(Instant now) {
    return now.isAfter(began.plus(OFTEN_ENOUGH));
  }

  /** A change that was decided at {@code now} has been written. */
  void settled(SessionChange change, Instant now) {
    switch (change) {
      case SessionChange.Keep _ -> {}
      case SessionChange.Remember _ -> began = isDue(now) ? now : began;
      // The hash may have been emptied, and is then made anew without a limit.
      case SessionChange.Forget _ -> began = Instant.EPOCH;
    }
  }
}
