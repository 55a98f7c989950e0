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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes transactions and readings from many threads and has one thread commit all that wait as one:
 * the more that happens at the same time, the fewer round trips each costs.
 */
final class FencedWriter implements AutoCloseable {
  private static final int BATCH_LIMIT = 128;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(FencedWriter.class);

  private final String name;
  private final GroupCommit commit;
  private final BlockingQueue<Errand> queue;
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable Error broken;

  private FencedWriter(String name, GroupCommit commit, BlockingQueue<Errand> queue) {
    this.name = name;
    this.commit = commit;
    this.queue = queue;
    this.thread = Thread.ofPlatform().daemon().name("writer-" + name).unstarted(this::run);
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
   * @throws IllegalStateException when Redis refuses one of its commands, or when the thread has
   *     ended with an error and writes no more
   */
  <T> T write(Transaction<T> transaction) {
    Submission<T> submission = new Submission<>(transaction, new CompletableFuture<>());
    return await(submission, submission.told());
  }

  /**
   * Reads {@code keys}, and what {@code posting} posts, as a {@link Reading}.
   *
   * @throws BusException when the bus cannot be reached
   * @throws IllegalStateException as {@link #write} does
   */
  <T> T read(Set<String> keys, Function<Exchange, Function<Map<String, String>, T>> posting) {
    Reading<T> reading = new Reading<>(keys, posting, new CompletableFuture<>());
    return await(reading, reading.told());
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
    try {
      while (!closed) {
        round(batch);
        batch.clear();
      }
    } catch (Error e) {
      LOG.atError().setCause(e).addKeyValue("body", name).log("nothing more can be written");
      broken = e;
    } finally {
      closed = true;
      batch.forEach(begun -> begun.failed(ended()));
      queue.forEach(left -> left.failed(ended()));
      commit.close();
    }
  }

  private void round(List<Errand> batch) {
    try {
      batch.add(queue.take());
      queue.drainTo(batch, BATCH_LIMIT - 1);
      commit.commit(batch);
    } catch (InterruptedException e) {
      closed = true;
    } catch (RuntimeException e) {
      batch.forEach(errand -> errand.failed(e));
    }
  }

  private void queue(Errand errand) {
    queue.add(errand);
    if (closed) {
      errand.failed(ended());
    }
  }

  private <T> T await(Errand errand, CompletableFuture<T> told) {
    queue(errand);
    try {
      return told.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw givenUp(
          errand, new BusException.Unavailable("interrupted while writing; try again", e));
    } catch (TimeoutException e) {
      String message = "the bus took no write for " + LIMIT + "; try again";
      throw givenUp(errand, new BusException.Unavailable(message, e));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException said) {
        throw said;
      }
      throw new IllegalStateException("a write failed: " + e.getCause(), e);
    }
  }

  /** Nobody waits for {@code errand} any more, so it is not begun later. */
  private static BusException givenUp(Errand errand, BusException.Unavailable up) {
    errand.failed(up);
    return up;
  }

  private RuntimeException ended() {
    Error cause = broken;
    return cause == null
        ? new BusException.Unavailable(
            "the bus connection is being closed", new IllegalStateException("closed"))
        : new IllegalStateException(
            "the writer of '" + name + "' has ended with " + cause + "; start this process again",
            cause);
  }
}
