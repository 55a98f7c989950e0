package aether.observatory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a daemon end in its own way when the process is told to: Ctrl-C or TERM asks it to stop, and
 * the process ends with exit code 0 once it has.
 */
final class Termination implements AutoCloseable {
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  private volatile Runnable stop = () -> {};

  private Termination(Duration patience) {
    this.hook = new Thread(() -> obey(patience), "termination");
  }

  /**
   * Watches for the process being told to end.
   *
   * @param patience how long the daemon may take then; after that the process ends all the same
   */
  static Termination watch(Duration patience) {
    Termination termination = new Termination(patience);
    Runtime.getRuntime().addShutdownHook(termination.hook);
    return termination;
  }

  /** Calls {@code stop} when the process is told to end. */
  void stops(Runnable stop) {
    this.stop = stop;
  }

  /** The daemon has ended. */
  @Override
  public void close() {
    ended.countDown();
  }

  private void obey(Duration patience) {
    boolean endedByItself = ended.getCount() == 0;
    stop.run();
    try {
      boolean inTime = ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (!endedByItself) {
        Runtime.getRuntime().halt(inTime ? 0 : 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
