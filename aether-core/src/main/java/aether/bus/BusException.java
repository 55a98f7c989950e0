package aether.bus;

/** The bus did not do what was asked. The message is one line with the remedy. */
public sealed class BusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private BusException(String message, Throwable cause) {
    super(message, cause);
  }

  /** It cannot be reached, or refuses for now; trying again later may help. */
  public static final class Unavailable extends BusException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message, Throwable cause) {
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
