package aether.observatory.pipeline;

import aether.view.TerminalText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds turns back while the agent cannot run: missing, not logged in, refused by its provider
 * (CONTRACT §5). When the time is up one turn is let through as a probe. Holds all of them back,
 * probes too, while the stop sign is up. Safe for several threads.
 */
final class Suspension {
  private static final Logger LOG = LoggerFactory.getLogger(Suspension.class);
  private static final Duration TELL_EVERY = Duration.ofMinutes(1);
  private static final Duration TROUBLE_LASTS = Duration.ofSeconds(10);
  private static final long SIGN_POLL_MILLIS = 250;

  private static final Duration LONGEST = Duration.ofDays(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final InstantSource clock;
  private final Duration probeEvery;
  private final StopSign stopSign;
  private Optional<String> reason = Optional.empty();
  private Instant probeAt = Instant.MIN;
  private Duration between;
  private Optional<String> trouble = Optional.empty();
  private Instant troubledAt = Instant.EPOCH;
  private Instant toldAt = Instant.EPOCH;

  Suspension(InstantSource clock, Duration probeEvery, StopSign stopSign) {
    this.clock = clock;
    this.probeEvery = probeEvery;
    this.stopSign = stopSign;
    this.between = probeEvery;
  }

  /** Waits until a turn may start. */
  void pass() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (long millis = patience(); millis > 0; millis = patience()) {
        boolean _ = changed.await(millis, TimeUnit.MILLISECONDS);
      }
      if (reason.isPresent()) {
        probeAt = clock.instant().plus(between);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Holds back all turns because of {@code why}; a probe goes out after the usual time. */
  void suspend(String why) {
    suspendUntil(why, clock.instant().plus(probeEvery));
  }

  /**
   * Holds back all turns because of {@code why} until {@code at}, but no shorter than between two
   * probes and no longer than a day: the time is somebody else's word.
   */
  void suspendUntil(String why, Instant at) {
    Instant soonest = clock.instant().plus(probeEvery);
    Instant latest = clock.instant().plus(LONGEST);
    suspend(why, at.isBefore(soonest) ? soonest : at.isAfter(latest) ? latest : at, probeEvery);
  }

  /** Holds back all turns because of {@code why}; one probe goes out each {@code time}. */
  void suspendFor(String why, Duration time) {
    suspend(why, clock.instant().plus(time), time);
  }

  private void suspend(String why, Instant at, Duration next) {
    lock.lock();
    try {
      reason = Optional.of(why);
      probeAt = at;
      between = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The bus has a standing fault, {@code why}. It holds no turn back by itself, since what it
   * concerns cannot go on anyway; it is told as long as it is met.
   */
  void troubled(String why) {
    lock.lock();
    try {
      Instant now = clock.instant();
      if (trouble.filter(why::equals).isEmpty() || now.isAfter(toldAt.plus(TELL_EVERY))) {
        LOG.warn("nothing is lost, but this has to be mended: {}", TerminalText.line(why));
        toldAt = now;
      }
      trouble = Optional.of(why);
      troubledAt = now;
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
    Optional<String> stopped = stopSign.reason();
    lock.lock();
    try {
      boolean fresh = clock.instant().isBefore(troubledAt.plus(TROUBLE_LASTS));
      return stopped.or(() -> reason).or(() -> fresh ? trouble : Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  /** How many milliseconds to wait before looking again; 0 when a turn may start. */
  private long patience() {
    if (stopSign.reason().isPresent()) {
      return SIGN_POLL_MILLIS;
    }
    Instant now = clock.instant();
    return reason.isPresent() && now.isBefore(probeAt)
        ? Math.clamp(Duration.between(now, probeAt).toMillis(), 1, SIGN_POLL_MILLIS)
        : 0;
  }
}
