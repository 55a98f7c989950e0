package aether.cli.doctor;

import java.util.Optional;

/**
 * What one examination found.
 *
 * @param subject what was looked at, in a word or two
 * @param sentence the value that was found
 * @param remedy what to do about it; absent when there is nothing to do
 */
record Finding(String subject, Level level, String sentence, Optional<String> remedy) {
  /** How bad it is. */
  enum Level {
    OK("✓"),
    WARNING("!"),
    FAILURE("✗");

    private final String mark;

    Level(String mark) {
      this.mark = mark;
    }

    String mark() {
      return mark;
    }
  }

  static Finding ok(String subject, String sentence) {
    return new Finding(subject, Level.OK, sentence, Optional.empty());
  }

  static Finding warning(String subject, String sentence, String remedy) {
    return new Finding(subject, Level.WARNING, sentence, Optional.of(remedy));
  }

  /** A failure whose sentence names its remedy already. */
  static Finding failure(String subject, String sentence) {
    return new Finding(subject, Level.FAILURE, sentence, Optional.empty());
  }

  static Finding failure(String subject, String sentence, String remedy) {
    return new Finding(subject, Level.FAILURE, sentence, Optional.of(remedy));
  }
}
