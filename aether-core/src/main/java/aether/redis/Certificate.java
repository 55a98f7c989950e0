package aether.redis;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One certificate that the way to a bus depends on.
 *
 * @param whose what it is, in words that fit "… ends in 3 days"
 * @param until its last moment
 */
public record Certificate(String whose, Instant until) {
  /** When to speak of its end. */
  public static final Duration NOTICE = Duration.ofDays(30);

  /** What to say at {@code now}; empty while there is time. */
  public Optional<String> warning(Instant now) {
    return Duration.between(now, until).compareTo(NOTICE) > 0
        ? Optional.empty()
        : Optional.of(
            "%s ends in %d days, at %s"
                .formatted(
                    whose,
                    Duration.between(now, until).toDays(),
                    until.truncatedTo(ChronoUnit.SECONDS)));
  }
}
