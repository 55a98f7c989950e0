package aether.cli.demo;

import aether.bus.EventLog;
import aether.bus.Recorded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Follows the mirror of one bus from some place on: hands on each event as it happens, and keeps
 * all of them. Safe for several threads.
 */
final class Chronicle implements AutoCloseable {
  private static final int BATCH = 512;
  private static final Duration READ = Duration.ofSeconds(1);
  private static final long LOOK_AGAIN_MILLIS = 20;

  private final EventLog events;
  private final Consumer<Recorded> listener;
  private final List<Recorded> seen = new ArrayList<>();
  private final Semaphore arrivals = new Semaphore(0);
  private final Thread thread;
  private String position;
  private Optional<RuntimeException> failure = Optional.empty();
  private boolean closed;

  /**
   * @param from the place after which it begins
   * @param listener called for each event, in stream order, on the chronicle's own thread
   */
  Chronicle(EventLog events, String from, Consumer<Recorded> listener) {
    this.events = events;
    this.position = from;
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("chronicle").daemon().unstarted(this::follow);
  }

  void start() {
    thread.start();
  }

  /** Everything that was handed on by now. */
  synchronized List<Recorded> records() {
    return List.copyOf(seen);
  }

  Account account() {
    return new Account(records().stream().map(Recorded::event).toList());
  }

  /** Up to where the mirror was read. */
  synchronized String position() {
    return position;
  }

  /**
   * Waits until {@code condition} holds; it is looked at after each event and every 20 ms.
   *
   * @return whether it came to hold within {@code patience}
   */
  boolean await(BooleanSupplier condition, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause();
    }
    return true;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    thread.interrupt();
  }

  private void pause() throws InterruptedException {
    failure()
        .ifPresent(e -> {
          throw e;
        });
    if (arrivals.tryAcquire(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
      int _ = arrivals.drainPermits();
    }
  }

  private synchronized Optional<RuntimeException> failure() {
    return failure;
  }

  private void follow() {
    try {
      while (!isClosed()) {
        events.await(position(), BATCH, READ).forEach(this::take);
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void take(Recorded recorded) {
    listener.accept(recorded);
    synchronized (this) {
      seen.add(recorded);
      position = recorded.position();
    }
    arrivals.release();
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void fail(RuntimeException e) {
    if (!closed) {
      failure = Optional.of(e);
    }
  }
}
