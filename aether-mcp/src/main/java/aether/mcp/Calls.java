package aether.mcp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The calls of the client that it still waits for, by their ids as JSON. Safe for use by several
 * threads.
 */
final class Calls {
  /** Under this name a call carries its id to where it is answered. */
  static final String META = "aether/call";

  private final Map<String, List<After>> open = new HashMap<>();
  private final AtomicReference<Runnable> begin;
  private int leaving;

  /** What is to be done when the answer is out, and what when nobody waits for it any more. */
  private record After(Runnable answered, Runnable unwanted) {}

  /** Puts an answer on its way. */
  interface Sending {
    void send() throws IOException;
  }

  /**
   * @param begin run once, when the first answer is out
   */
  Calls(Runnable begin) {
    this.begin = new AtomicReference<>(begin);
  }

  synchronized void expect(String id) {
    open.put(id, new ArrayList<>());
  }

  /** The client no longer waits for it. */
  void cancel(String id) {
    List<After> due;
    synchronized (this) {
      due = Optional.ofNullable(open.remove(id)).orElseGet(List::of);
      notifyAll();
    }
    due.forEach(after -> Thread.ofVirtual().name("unwanted").start(after.unwanted()));
  }

  synchronized boolean isOpen(String id) {
    return open.containsKey(id);
  }

  /**
   * Runs {@code answered} once the answer to {@code id} is out; {@code unwanted} instead, when
   * nobody waits for it.
   */
  void afterAnswer(String id, Runnable answered, Runnable unwanted) {
    synchronized (this) {
      List<After> due = open.get(id);
      if (due != null) {
        due.add(new After(answered, unwanted));
        return;
      }
    }
    unwanted.run();
  }

  /** Sends the answer to {@code id}, then does what was to be done after it. */
  void answer(String id, Sending sending) throws IOException {
    List<After> due;
    synchronized (this) {
      due = Optional.ofNullable(open.remove(id)).orElseGet(List::of);
      leaving++;
    }
    try {
      sending.send();
      due.forEach(after -> after.answered().run());
    } finally {
      synchronized (this) {
        leaving--;
        notifyAll();
      }
    }
    begin.getAndSet(() -> {}).run();
  }

  /** Waits until every call is answered, but no longer than {@code limit}. */
  synchronized void drain(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    long left = limit.toMillis();
    while ((!open.isEmpty() || leaving > 0) && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }
}
