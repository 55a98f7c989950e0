package aether.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Safe for use by several threads. */
public final class HandClock implements InstantSource {
  /** Where a new clock stands: a whole minute, so that tests see where rate windows begin. */
  public static final Instant START = Instant.parse("2026-01-05T10:00:00Z");

  private final AtomicReference<Instant> now;

  public HandClock() {
    this(START);
  }

  public HandClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves the clock on and says where it stands then. */
  public Instant advance(Duration time) {
    return now.updateAndGet(instant -> instant.plus(time));
  }

  /** Moves the clock to {@code instant}, forward or back. */
  public void set(Instant instant) {
    now.set(instant);
  }
}
