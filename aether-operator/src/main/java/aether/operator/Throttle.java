package aether.operator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts failures of the last minute, at most five. Safe for several threads. */
final class Throttle {
  /** Failures after which no more is heard. */
  static final int MOST = 5;

  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Deque<Instant> failures = new ArrayDeque<>();
  private boolean told;

  Throttle(InstantSource clock) {
    this.clock = clock;
  }

  /** Takes note of a failure. @return whether there was still room for it */
  synchronized boolean fail() {
    forgetOld();
    if (failures.size() >= MOST) {
      return false;
    }
    failures.add(clock.instant());
    return true;
  }

  /** Seconds until somebody is heard again; 0 now. */
  synchronized long shutFor() {
    forgetOld();
    if (failures.size() < MOST) {
      told = false;
      return 0;
    }
    Duration left = Duration.between(clock.instant(), failures.getFirst().plus(WINDOW));
    return Math.max(1, left.toSeconds());
  }

  /** Whether it has just become known that nobody is heard: once each time. */
  synchronized boolean isNews() {
    boolean news = !told;
    told = true;
    return news;
  }

  private void forgetOld() {
    Instant old = clock.instant().minus(WINDOW);
    while (!failures.isEmpty() && !failures.getFirst().isAfter(old)) {
      failures.removeFirst();
    }
  }
}
