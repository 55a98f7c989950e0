package aether.cli.talk;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time to wait, in seconds; a fraction is allowed. At most a day. */
final class SecondsOption implements ITypeConverter<Duration> {
  /** How long an answer is waited for when the user does not say. */
  static final String DEFAULT_WAIT = "300";

  private static final Pattern NUMBER = Pattern.compile("\\d{1,5}(\\.\\d{1,3})?");
  private static final Duration LONGEST = Duration.ofDays(1);

  @Override
  public Duration convert(String value) {
    if (NUMBER.matcher(value).matches()) {
      Duration duration = Duration.ofMillis(Math.round(Double.parseDouble(value) * 1000));
      if (duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    }
    throw new TypeConversionException(
        "'" + value + "' is not a number of seconds from 0 to " + LONGEST.toSeconds());
  }

  /** {@code duration} as a user reads it: {@code 10s}, {@code 0.5s}. */
  static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() / 1000.0 + "s";
  }
}
