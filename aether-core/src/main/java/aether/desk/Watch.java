package aether.desk;

import aether.bus.BusException;
import aether.bus.EventLog;
import aether.bus.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the mirror from one position on, through short failures of the bus. */
public final class Watch {
  private static final int BATCH = 512;
  private static final Duration LONGEST_READ = Duration.ofSeconds(2);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(200);

  private static final Duration WORTH_TELLING = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final EventLog events;
  private final InstantSource clock;
  private String position;
  private Optional<Instant> awaySince = Optional.empty();
  private boolean told;

  /**
   * @param position where to begin: the first event shown is the one after it
   */
  public Watch(EventLog events, InstantSource clock, String position) {
    this.events = events;
    this.clock = clock;
    this.position = position;
  }

  /**
   * Shows every event to {@code seen} until that says it has seen enough, or {@code deadline}.
   *
   * @param seen whether to go on after this event
   * @return false when the deadline came first
   * @throws BusException.Unavailable when the bus is away and there is no time left to wait for it,
   *     or the thread is interrupted; it stays interrupted
   */
  public boolean until(Instant deadline, Predicate<Recorded> seen) {
    return until(deadline, seen, () -> false);
  }

  /**
   * As {@link #until(Instant, Predicate)}; also ends, well, when {@code enough} says so after a
   * batch of events and again a moment later, when all that belongs together has arrived.
   */
  public boolean until(Instant deadline, Predicate<Recorded> seen, BooleanSupplier enough) {
    boolean maybe = false;
    while (true) {
      Duration left = Duration.between(clock.instant(), deadline);
      List<Recorded> batch = read(maybe ? AFTER_FAILURE : left);
      for (Recorded recorded : batch) {
        position = recorded.position();
        if (!seen.test(recorded)) {
          return true;
        }
      }
      if (maybe && batch.isEmpty()) {
        return true;
      }
      maybe = enough.getAsBoolean();
      if (!maybe && batch.isEmpty() && !clock.instant().isBefore(deadline)) {
        return false;
      }
    }
  }

  /** The first thing that {@code meant} finds in what is recorded by now and was not shown yet. */
  public <T> Optional<T> find(Function<Recorded, Optional<T>> meant) {
    List<Recorded> batch = events.after(position, BATCH);
    while (!batch.isEmpty()) {
      for (Recorded recorded : batch) {
        position = recorded.position();
        Optional<T> found = meant.apply(recorded);
        if (found.isPresent()) {
          return found;
        }
      }
      batch = events.after(position, BATCH);
    }
    return Optional.empty();
  }

  private List<Recorded> read(Duration left) {
    try {
      List<Recorded> batch =
          left.isPositive()
              ? events.await(
                  position, BATCH, left.compareTo(LONGEST_READ) < 0 ? left : LONGEST_READ)
              : events.after(position, BATCH);
      awaySince = Optional.empty();
      told = false;
      return batch;
    } catch (BusException.Unavailable e) {
      if (left.compareTo(AFTER_FAILURE) <= 0 || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      tell(e);
      pause(e);
      return List.of();
    }
  }

  /** Says once in each absence of the bus, when that has lasted, why nothing is shown. */
  private void tell(BusException.Unavailable failure) {
    Instant now = clock.instant();
    Instant since = awaySince.orElse(now);
    awaySince = Optional.of(since);
    if (!told && !Duration.between(since, now).minus(WORTH_TELLING).isNegative()) {
      told = true;
      LOG.atWarn()
          .addKeyValue("reason", failure.getMessage())
          .log("the bus is away; waiting for it to come back");
    }
  }

  private static void pause(BusException.Unavailable failure) {
    try {
      Thread.sleep(AFTER_FAILURE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }
}
