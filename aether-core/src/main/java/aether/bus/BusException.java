package aether.bus;

/** The bus did not do what was asked. The message is one line with the remedy. */
public sealed class BusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private BusException(String message, Throwable cause) {
    super(message, cause);
  }

  /** It cannot be reached, or refuses for now; trying again later may help. */
  public static sealed class Unavailable extends BusException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * One of its keys holds what cannot be used, so a command on that key was refused. The message
   * names the key. Trying again helps once somebody has mended it.
   */
  public static final class Unusable extends Unavailable {
    private static final long serialVersionUID = 1L;

    public Unusable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** It refuses these credentials; trying again will not help. */
  public static final class Denied extends BusException {
    private static final long serialVersionUID = 1L;

    public Denied(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
