package aether.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a Body makes of signatures (ADR 10). */
public enum Signatures {
  /** They are neither looked at nor made. */
  OFF,
  /** A wrong one is refused; a missing one leaves its message unverified. */
  PREFER,
  /** A message without a right one is refused. */
  REQUIRE;

  /** The names, as they are written. */
  public static final List<String> WORDS = Arrays.stream(values()).map(Signatures::word).toList();

  /** Its name, as it is written: {@code off}, {@code prefer} or {@code require}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one called {@code word}. */
  public static Optional<Signatures> parse(String word) {
    return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
  }
}
