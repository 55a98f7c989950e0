package aether.observatory.pipeline;

import aether.bus.write.Entry;
import aether.bus.write.ProcessingLog;
import aether.event.Extinction;
import aether.message.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Entries so old that nobody knows any more whether they had a run: none is run, so that none is
 * paid twice. A wave is over; a comet becomes a dead letter, which the operator may try again.
 */
final class Forgotten {
  private Forgotten() {}

  /** What becomes of {@code entry}, of which no log is left; empty when it is young enough. */
  static Optional<Outcome> judge(ProjectId me, Entry entry, Instant now) {
    Duration age = age(entry, now);
    Duration limit =
        switch (entry.origin()) {
          case INBOX -> ProcessingLog.UNSETTLED_KEPT;
          case BROADCAST -> ProcessingLog.WAVES_KEPT;
        };
    if (age.compareTo(limit) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        switch (entry.origin()) {
          case BROADCAST -> new Outcome.Stopped(new Extinction.Expired(me, age, limit));
          case INBOX ->
              new Outcome.Dead(
                  Extinction.Cause.TURN_FAILED,
                  "it came %d days ago, and whether it had a run is known for %d days only"
                      .formatted(age.toDays(), limit.toDays()),
                  0);
        });
  }

  /** How long ago it came, by its id; zero when that lies ahead. */
  private static Duration age(Entry entry, Instant now) {
    long millis = Long.parseUnsignedLong(entry.id().split("-", 2)[0]);
    long age = now.toEpochMilli() - millis;
    return millis < 0 || age < 0 ? Duration.ZERO : Duration.ofMillis(age);
  }
}
