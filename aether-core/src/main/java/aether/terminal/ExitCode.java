package aether.terminal;

/** How a command ended, as a shell sees it (CONTRACT §12). */
public enum ExitCode {
  /** It did what was asked. */
  OK(0),
  /** It was refused, or failed on the way. */
  FAILED(1),
  /** It was asked wrongly, or no reply came in time. */
  USAGE(2);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
