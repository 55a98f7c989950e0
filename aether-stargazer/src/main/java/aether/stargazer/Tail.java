package aether.stargazer;

import aether.bus.BusException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The one reader that waits for the mirror to grow, for all clients together (D26). A bus that goes
 * away is asked again until it is back.
 */
final class Tail implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Archive archive;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread reader = Thread.ofVirtual().name("stargazer-tail").unstarted(this::run);
  private volatile Optional<String> trouble = Optional.empty();

  private Tail(Archive archive) {
    this.archive = archive;
  }

  /** Begins to read into {@code archive}, on a thread of its own. */
  static Tail of(Archive archive) {
    Tail tail = new Tail(archive);
    tail.reader.start();
    return tail;
  }

  /** Why the bus cannot be read, on one line; empty while it can. */
  Optional<String> trouble() {
    return trouble;
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Ends it; it reads no more when this returns. */
  @Override
  public void close() {
    closed.countDown();
    reader.interrupt();
    try {
      var _ = reader.join(PATIENCE.multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!isClosed()) {
      try {
        archive.trim();
        archive.catchUp();
        trouble = Optional.empty();
        archive.await(PATIENCE);
      } catch (BusException e) {
        trouble = Optional.of(String.valueOf(e.getMessage()));
        pause();
      }
    }
  }

  private void pause() {
    try {
      var _ = closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closed.countDown();
    }
  }
}
