package aether.observatory;

import aether.terminal.Refusal;

/** What the numbers of flags may be. */
final class Flags {
  private Flags() {}

  /** The value of {@code flag}; a refusal when it is not from 1 to {@code most}. */
  static int within(String flag, int value, int most) {
    if (value < 1 || value > most) {
      throw Refusal.usage("%s is %d; give a number from 1 to %d".formatted(flag, value, most));
    }
    return value;
  }
}
