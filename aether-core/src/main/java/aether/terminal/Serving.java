package aether.terminal;

import java.util.concurrent.CountDownLatch;

/** Keeps a server up until somebody ends it. */
public final class Serving {
  private Serving() {}

  /**
   * Waits until the process is asked to end (Ctrl-C, SIGTERM), then runs {@code close} and ends the
   * process with {@link ExitCode#OK}: to be ended is what a server is for. Returns only when the
   * waiting thread is interrupted, with {@code close} done.
   */
  public static ExitCode untilEnded(Runnable close) {
    Thread end =
        new Thread(
            () -> {
              close.run();
              Runtime.getRuntime().halt(ExitCode.OK.number());
            },
            "end-server");
    Runtime.getRuntime().addShutdownHook(end);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Runtime.getRuntime().removeShutdownHook(end);
      close.run();
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }
}
