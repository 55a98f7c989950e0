package aether.terminal;

/** Ends a command: one line for the user, with the value and the remedy, and the exit code. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  public Refusal(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  /** It was asked wrongly. */
  public static Refusal usage(String message) {
    return new Refusal(ExitCode.USAGE, message);
  }

  /** It cannot be done. */
  public static Refusal failed(String message) {
    return new Refusal(ExitCode.FAILED, message);
  }

  public ExitCode code() {
    return code;
  }
}
