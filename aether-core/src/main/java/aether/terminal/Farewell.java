package aether.terminal;

/** Does something before the process ends, also when that is by Ctrl-C. */
public final class Farewell implements AutoCloseable {
  private final Thread hook;

  private Farewell(Thread hook) {
    this.hook = hook;
  }

  /** Runs {@code last} when the process is told to end before this is closed. */
  public static Farewell say(Runnable last) {
    Thread hook = new Thread(last, "farewell");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Farewell(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs, or has run.
    }
  }
}
