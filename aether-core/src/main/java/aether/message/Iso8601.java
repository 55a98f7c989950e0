package aether.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Times as the first Aether writes them: UTC with an explicit offset, six digits of fraction, and
 * no fraction at all when it is zero.
 */
public final class Iso8601 {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'").withZone(ZoneOffset.UTC);

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private Iso8601() {}

  /** The wire form of {@code instant}, to the microsecond. */
  public static String format(Instant instant) {
    Instant micros = instant.truncatedTo(ChronoUnit.MICROS);
    return (micros.get(ChronoField.MICRO_OF_SECOND) == 0 ? SECONDS : MICROS).format(micros);
  }

  /**
   * The instant of a wire form; empty when {@code text} is no ISO 8601 time with an offset, or in a
   * year of other than four digits, which no peer could write.
   */
  public static Optional<Instant> parse(String text) {
    try {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      return instant.isBefore(FIRST) || instant.isAfter(LAST)
          ? Optional.empty()
          : Optional.of(instant);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
