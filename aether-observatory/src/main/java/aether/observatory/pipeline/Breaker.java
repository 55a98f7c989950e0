package aether.observatory.pipeline;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds all turns back after several failures in a row, whatever their messages; one turn is let
 * through as a probe when the time is up. Safe for several threads.
 */
final class Breaker {
  private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

  /** So many failures in a row open it. */
  static final int FAILURES = 5;

  /** How long it stays open. */
  static final Duration OPEN = Duration.ofMinutes(10);

  private final Suspension suspension;
  private final AtomicInteger inARow = new AtomicInteger();

  Breaker(Suspension suspension) {
    this.suspension = suspension;
  }

  /** A run has failed. */
  void failed(String error) {
    int count = inARow.incrementAndGet();
    if (count >= FAILURES) {
      String why = count + " runs have failed in a row, the last: " + error;
      LOG.warn("no turn runs for {} min: {}", OPEN.toMinutes(), why);
      suspension.suspendFor(why, OPEN);
    }
  }

  /** A run has come to an end of its own. */
  void worked() {
    inARow.set(0);
    suspension.lift();
  }
}
