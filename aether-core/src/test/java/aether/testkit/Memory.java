package aether.testkit;

import aether.bus.BusException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The one lock around what a bus in memory holds: each command sees and changes all of it at once,
 * as a transaction in Redis does. Before and after each command a test may strike.
 */
final class Memory {
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final MemoryHistory history = new MemoryHistory();
  private MemoryState state;
  private volatile Consumer<String> before = _ -> {};
  private volatile Consumer<String> after = _ -> {};

  Memory(InstantSource clock) {
    this.clock = clock;
    this.state = new MemoryState(clock, history);
  }

  /** Carries out {@code work}, all of it or, when it throws, what it did until then. */
  <T> T run(String command, Function<MemoryState, T> work) {
    before.accept(command);
    T answer = quietly(work);
    after.accept(command);
    return answer;
  }

  /** As {@link #run}, without the hooks: for tests that look. */
  <T> T quietly(Function<MemoryState, T> work) {
    lock.lock();
    try {
      return work.apply(state);
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }

  /** Reads until there is something, for {@code patience} of real time at most. */
  <T> List<T> await(String command, Duration patience, Function<MemoryState, List<T>> read) {
    before.accept(command);
    List<T> answer = awaited(command, patience, read);
    after.accept(command);
    return answer;
  }

  private <T> List<T> awaited(
      String command, Duration patience, Function<MemoryState, List<T>> read) {
    lock.lock();
    try {
      long left = patience.toNanos();
      List<T> found = read.apply(state);
      while (found.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
        found = read.apply(state);
      }
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusException.Unavailable("interrupted in '" + command + "'; stop reading", e);
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }

  void before(Consumer<String> hook) {
    before = hook;
  }

  void after(Consumer<String> hook) {
    after = hook;
  }

  void flush() {
    lock.lock();
    try {
      history.flushed();
      state = new MemoryState(clock, history);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
