package aether.observatory.pipeline;

import aether.bus.BusException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one thing again and again on a platform thread of its own, so that nothing else can delay
 * it. A failure is logged and the next time comes all the same.
 */
final class Ticker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Duration period;
  private final Duration minimumGap;
  private final Runnable task;
  private final Thread thread;
  private boolean nudged;
  private boolean closed;

  /**
   * @param period the time between two runs
   * @param minimumGap the time between two runs when nudged
   */
  Ticker(String name, Duration period, Duration minimumGap, Runnable task) {
    this.period = period;
    this.minimumGap = minimumGap;
    this.task = task;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  /** Asks for a run now rather than at the end of the period. */
  void nudge() {
    lock.lock();
    try {
      nudged = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends it; waits for a run that is going on, at most two seconds. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      boolean _ = thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    try {
      while (pauseBetweenRuns()) {
        runOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean pauseBetweenRuns() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = minimumGap.toNanos();
      while (left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
      left = period.minus(minimumGap).toNanos();
      while (left > 0 && !nudged && !closed) {
        left = changed.awaitNanos(left);
      }
      nudged = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void runOnce() {
    try {
      task.run();
    } catch (BusException e) {
      LOG.warn("{}: {}", thread.getName(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("{} failed", thread.getName(), e);
    }
  }
}
