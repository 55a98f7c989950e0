package aether.observatory;

import aether.terminal.Refusal;

/** What the numbers of flags may be. */
final class Flags {
  private Flags() {}

  /** The value of {@code flag}; a refusal when it is not from 1 to {@code most}. */
  static int within(String flag, int value, int most) {
    return within(flag, value, 1, most);
  }

  /** The value of {@code flag}; a refusal when it is not from {@code least} to {@code most}. */
  static int within(String flag, int value, int least, int most) {
    if (value < least || value > most) {
      throw Refusal.usage(
          "%s is %d; give a number from %d to %d".formatted(flag, value, least, most));
    }
    return value;
  }
}
