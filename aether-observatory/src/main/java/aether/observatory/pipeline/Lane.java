package aether.observatory.pipeline;

import aether.bus.BusException;
import aether.bus.EventLog;
import aether.bus.write.ProcessingLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conversation's messages, worked on strictly one after the other by a virtual thread of its
 * own that lives while there is something to do. Guarded by its {@link Dispatcher}.
 */
final class Lane {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final Duration FAULT_RETRY = Duration.ofSeconds(1);
  private static final Duration BURIAL_RETRY = Duration.ofSeconds(30);
  private static final int MAX_FAULTS = 3;

  /** Messages of the inbox that wait here at most; the others wait on the bus. */
  private static final int CAPACITY = 64;

  private final Dispatcher dispatcher;
  private final String name;
  private final Deque<Incoming> waiting = new ArrayDeque<>();
  private Optional<Thread> worker = Optional.empty();
  private boolean parked;

  /** The newest inbox entry taken in, and how many wait here. */
  private String last = EventLog.START;

  private int fromInbox;

  /** Whether messages were left on the bus that come after {@code last}. */
  private boolean behind;

  /** Faults of ours with the first message. Only the worker uses it. */
  private int faults;

  Lane(Dispatcher dispatcher, String name) {
    this.dispatcher = dispatcher;
    this.name = name;
  }

  String name() {
    return name;
  }

  boolean isParked() {
    return parked;
  }

  void add(Incoming incoming) {
    waiting.add(incoming);
    if (Dispatcher.isInInbox(incoming)) {
      last = incoming.entry().id();
      fromInbox++;
    }
  }

  /**
   * Whether an inbox message stays on the bus, as this stands still, or there is no room, or one
   * before it has stayed there.
   *
   * @param crowded whether there is little room for anybody: then one is enough
   */
  boolean leaves(boolean crowded) {
    if (!parked && fromInbox >= (crowded ? 1 : CAPACITY)) {
      behind = true;
    }
    return parked || behind;
  }

  /** Whether {@link #leaves} would hold for the next message of the inbox if it is crowded. */
  boolean mayLeave() {
    return parked || behind || fromInbox > 0;
  }

  boolean isBehind() {
    return behind;
  }

  /** Whether messages were left on the bus for which there is room. */
  boolean isDue(boolean crowded) {
    return behind && fromInbox <= (crowded ? 0 : CAPACITY / 2);
  }

  /** From here on takes in again; what was left on the bus is about to be brought. */
  void catchUp() {
    behind = false;
  }

  /** The newest inbox entry taken in: what was left on the bus comes after it. */
  String last() {
    return last;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Whether nothing is left to do here or on the bus. */
  boolean isDone() {
    return waiting.isEmpty() && worker.isEmpty() && !behind && !parked;
  }

  int size() {
    return waiting.size();
  }

  Optional<Incoming> first() {
    return Optional.ofNullable(waiting.peek());
  }

  void removeFirst() {
    fromInbox -= Dispatcher.isInInbox(waiting.remove()) ? 1 : 0;
  }

  /** Stops here; only what no rescan would find again is kept. @return what is let go */
  List<Incoming> park() {
    parked = true;
    behind = false;
    fromInbox = 0;
    worker = Optional.empty();
    List<Incoming> dropped = waiting.stream().filter(Dispatcher::isInInbox).toList();
    waiting.removeAll(dropped);
    return dropped;
  }

  void unpark() {
    parked = false;
  }

  /** Starts a worker unless one is there. */
  void wake(Turn turn, Pause pause) {
    if (worker.isEmpty() && !parked && !waiting.isEmpty()) {
      worker = Optional.of(Thread.ofVirtual().unstarted(() -> work(turn, pause)));
      worker.get().start();
    }
  }

  Optional<Thread> worker() {
    return worker;
  }

  void hasNoWorker() {
    worker = Optional.empty();
  }

  private void work(Turn turn, Pause pause) {
    try {
      Optional<Incoming> next = dispatcher.next(this);
      while (next.isPresent()) {
        switch (attempt(turn, next.get())) {
          case Next.Proceed _ -> {
            faults = 0;
            next = dispatcher.proceed(this, next.get());
          }
          case Next.Park _ -> {
            dispatcher.park(this);
            return;
          }
          case Next.Retry(Duration after) -> {
            pause.of(after);
            next = dispatcher.next(this);
          }
        }
      }
    } catch (InterruptedException e) {
      dispatcher.abandon(this);
    } catch (ProcessingLog.Fenced | BusException.Denied e) {
      dispatcher.abandon(this);
      dispatcher.fatal(String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      dispatcher.abandon(this);
      dispatcher.fatal("a turn met a fault that nothing here can mend: " + e);
      throw e;
    }
  }

  private Next attempt(Turn turn, Incoming incoming) throws InterruptedException {
    try {
      return turn.process(incoming);
    } catch (BusException.Unavailable e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException("stopped while the bus was away");
      }
      LOG.warn("bus away, will try again: {}", e.getMessage());
      return new Next.Retry(FAULT_RETRY);
    } catch (ProcessingLog.Fenced | BusException.Denied e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("entry {} could not be processed", incoming.entry().id(), e);
      return ++faults <= MAX_FAULTS
          ? new Next.Retry(FAULT_RETRY)
          : bury(turn, incoming, "internal error: " + e);
    }
  }

  /** Gives the first message up; where even that fails, the conversation waits and is told of. */
  private static Next bury(Turn turn, Incoming incoming, String error) throws InterruptedException {
    try {
      return turn.bury(incoming, error);
    } catch (BusException | ProcessingLog.Fenced e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error(
          "entry {} could not even be given up; its conversation waits, and will try again",
          incoming.entry().id(),
          e);
      return new Next.Retry(BURIAL_RETRY);
    }
  }
}
