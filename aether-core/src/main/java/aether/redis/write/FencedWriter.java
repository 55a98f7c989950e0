package aether.redis.write;

import aether.bus.BusException;
import aether.redis.link.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Takes transactions and readings from many threads and has one thread commit all that wait as one:
 * the more that happens at the same time, the fewer round trips each costs.
 */
final class FencedWriter implements AutoCloseable {
  private static final int BATCH_LIMIT = 128;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final GroupCommit commit;
  private final BlockingQueue<Errand> queue;
  private final Thread thread;
  private volatile boolean closed;

  private FencedWriter(String name, GroupCommit commit, BlockingQueue<Errand> queue) {
    this.commit = commit;
    this.queue = queue;
    this.thread = Thread.ofVirtual().name("writer-" + name).unstarted(this::run);
  }

  /** A writer with its thread running. */
  static FencedWriter start(String name, GroupCommit commit) {
    FencedWriter writer = new FencedWriter(name, commit, new LinkedBlockingQueue<>());
    writer.thread.start();
    return writer;
  }

  /**
   * Writes {@code transaction}, or finds that it may not be written.
   *
   * @throws aether.bus.write.ProcessingLog.Fenced when another process owns the Body
   * @throws BusException when the bus cannot be reached; whether it was written is not known
   * @throws IllegalStateException when Redis refuses one of its commands
   */
  <T> T write(Transaction<T> transaction) {
    Submission<T> submission = new Submission<>(transaction, new CompletableFuture<>());
    queue(submission);
    return await(submission.told());
  }

  /**
   * Reads {@code keys}, and what {@code posting} posts, as a {@link Reading}.
   *
   * @throws BusException when the bus cannot be reached
   * @throws IllegalStateException when Redis refuses one of its commands
   */
  <T> T read(Set<String> keys, Function<Exchange, Function<Map<String, String>, T>> posting) {
    Reading<T> reading = new Reading<>(keys, posting, new CompletableFuture<>());
    queue(reading);
    return await(reading.told());
  }

  /** Ends the thread; waits until its connection is closed, at most a second. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      boolean _ = thread.join(CLOSING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Errand> batch = new ArrayList<>();
    while (!closed) {
      try {
        batch.add(queue.take());
        queue.drainTo(batch, BATCH_LIMIT - 1);
        commit.commit(batch);
      } catch (InterruptedException e) {
        closed = true;
      } catch (RuntimeException e) {
        batch.forEach(errand -> errand.failed(e));
      }
      batch.clear();
    }
    queue.forEach(left -> left.failed(closing(new IllegalStateException("closed"))));
    commit.close();
  }

  private void queue(Errand errand) {
    queue.add(errand);
    if (closed) {
      errand.failed(closing(new IllegalStateException("closed")));
    }
  }

  private static <T> T await(CompletableFuture<T> told) {
    try {
      return told.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusException.Unavailable("interrupted while writing; try again", e);
    } catch (TimeoutException e) {
      throw new BusException.Unavailable("the bus took no write for " + LIMIT + "; try again", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException said) {
        throw said;
      }
      throw new IllegalStateException("a write failed: " + e.getCause(), e);
    }
  }

  private static BusException closing(Throwable cause) {
    return new BusException.Unavailable("the bus connection is being closed", cause);
  }
}
