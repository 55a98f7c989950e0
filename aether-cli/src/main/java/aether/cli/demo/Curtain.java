package aether.cli.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a demo clear up when the process is told to end: Ctrl-C or TERM interrupts whoever watches,
 * and the process ends once the curtain is closed.
 */
final class Curtain implements AutoCloseable {
  private final Thread player;
  private final Duration patience;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::fall, "curtain");
  private volatile boolean falling;

  private Curtain(Thread player, Duration patience) {
    this.player = player;
    this.patience = patience;
  }

  /**
   * Interrupts the calling thread when the process is told to end.
   *
   * @param patience how long clearing up may take then
   */
  static Curtain over(Duration patience) {
    Curtain curtain = new Curtain(Thread.currentThread(), patience);
    Runtime.getRuntime().addShutdownHook(curtain.hook);
    return curtain;
  }

  /** Whether the process was told to end. */
  boolean isFalling() {
    return falling;
  }

  /** Ends what is going on when the process was told to end and the interrupt got lost. */
  void heed() throws InterruptedException {
    if (falling) {
      throw new InterruptedException("the process was told to end");
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook waits for this very moment.
    }
  }

  private void fall() {
    falling = true;
    player.interrupt();
    try {
      boolean _ = closed.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
