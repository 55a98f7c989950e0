package aether.observatory.fleet;

import aether.bus.BusException;
import aether.bus.EventLog;
import aether.bus.Recorded;
import aether.message.Envelope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Every event of a bus, read before the bus lets go of it. Safe for several threads. */
final class Chronicle implements AutoCloseable {
  private static final int PAGE = 1_000;

  private final EventLog log;
  private final List<Recorded> events = new ArrayList<>();
  private final Thread reader = Thread.ofVirtual().unstarted(this::follow);
  private String position = EventLog.START;
  private volatile boolean closed;

  Chronicle(EventLog log) {
    this.log = log;
  }

  Chronicle start() {
    reader.start();
    return this;
  }

  /** All so far but the first {@code number}. */
  synchronized List<Recorded> since(int number) {
    return List.copyOf(events.subList(number, events.size()));
  }

  /** All so far. */
  synchronized List<Recorded> all() {
    return List.copyOf(events);
  }

  /** Whether the bus has taken {@code message}; waits for the bus to say. */
  boolean has(Envelope message) {
    while (true) {
      try {
        read();
        return all().stream().anyMatch(recorded -> Traffic.tells(recorded.event(), message));
      } catch (BusException.Unavailable e) {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    }
  }

  /** Reads what there is. */
  synchronized void read() {
    List<Recorded> page;
    do {
      page = log.after(position, PAGE);
      for (Recorded recorded : page) {
        events.add(recorded);
        position = recorded.position();
      }
    } while (page.size() == PAGE);
  }

  private void follow() {
    while (!closed) {
      try {
        read();
      } catch (BusException e) {
        continue; // away for now: what it has is still there when it is back
      } finally {
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
