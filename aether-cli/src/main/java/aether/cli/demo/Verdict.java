package aether.cli.demo;

/**
 * What a scenario measured, held against what is promised.
 *
 * @param kept whether the promise was kept
 * @param line the last line of the demo
 */
record Verdict(boolean kept, String line) {
  static Verdict kept(String line) {
    return new Verdict(true, line);
  }

  /** {@code seen} when the promise was kept; else {@code promised}, and what was seen instead. */
  static Verdict of(String name, boolean kept, String promised, String seen) {
    return kept
        ? kept(name + ": " + seen)
        : broken(name + ": promised was " + promised + "; seen was " + seen);
  }

  static Verdict broken(String line) {
    return new Verdict(false, line);
  }
}
