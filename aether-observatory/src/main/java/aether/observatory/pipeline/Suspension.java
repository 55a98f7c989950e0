package aether.observatory.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds turns back while the agent cannot run: missing, not logged in, refused by its provider
 * (CONTRACT §5). When the time is up one turn is let through as a probe. Safe for several threads.
 */
final class Suspension {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final InstantSource clock;
  private final Duration probeEvery;
  private Optional<String> reason = Optional.empty();
  private Instant probeAt = Instant.MIN;

  Suspension(InstantSource clock, Duration probeEvery) {
    this.clock = clock;
    this.probeEvery = probeEvery;
  }

  /** Waits until a turn may start. */
  void pass() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (reason.isPresent() && clock.instant().isBefore(probeAt)) {
        long millis = Math.max(1, Duration.between(clock.instant(), probeAt).toMillis());
        boolean _ = changed.await(Math.min(millis, 1_000), TimeUnit.MILLISECONDS);
      }
      if (reason.isPresent()) {
        probeAt = clock.instant().plus(probeEvery);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Holds back all turns because of {@code why}; a probe goes out after the usual time. */
  void suspend(String why) {
    suspendUntil(why, clock.instant().plus(probeEvery));
  }

  /** Holds back all turns because of {@code why} until {@code at}. */
  void suspendUntil(String why, Instant at) {
    lock.lock();
    try {
      reason = Optional.of(why);
      probeAt = at;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A turn got through: all may. */
  void lift() {
    lock.lock();
    try {
      if (reason.isPresent()) {
        reason = Optional.empty();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Why turns are held back; empty when they are not. */
  Optional<String> reason() {
    lock.lock();
    try {
      return reason;
    } finally {
      lock.unlock();
    }
  }
}
