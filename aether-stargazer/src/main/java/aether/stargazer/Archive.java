package aether.stargazer;

import aether.bus.EventLog;
import aether.bus.Recorded;
import aether.message.ConversationId;
import aether.view.Synopsis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the mirror holds, kept here as well: read once, brought up to date by whoever asks first,
 * cut where the bus has cut. Safe for use by several threads.
 */
final class Archive {
  private final EventLog log;
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final Shelf shelf = new Shelf();
  private final Strands strands = new Strands();

  /** Entries, and how many before them are gone: more than were asked for. */
  record Batch(List<Entry> entries, long missed) {}

  /**
   * @param most how many entries are kept at most
   */
  Archive(EventLog log, int most) {
    this.log = log;
    this.most = most;
  }

  /**
   * Reads what the mirror has beyond what is kept.
   *
   * @throws aether.bus.BusException when the bus does not answer
   */
  void catchUp() {
    lock.lock();
    try {
      List<Recorded> page;
      do {
        page = log.after(shelf.head().toString(), EventLog.PAGE);
        append(page);
      } while (page.size() == EventLog.PAGE);
    } finally {
      lock.unlock();
    }
  }

  /** Waits up to {@code patience} for the mirror to grow, and reads what came. */
  void await(Duration patience) {
    List<Recorded> came = log.await(head().toString(), EventLog.PAGE, patience);
    lock.lock();
    try {
      append(came);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what the mirror has forgotten, and everything when it was begun anew. */
  void trim() {
    List<Recorded> oldest = log.after(EventLog.START, 1);
    Position end = oldest.isEmpty() ? Position.START : Position.of(log.end());
    lock.lock();
    try {
      if (end.compareTo(shelf.head()) < 0) {
        strands.forget(shelf.clear());
      } else if (!oldest.isEmpty()) {
        drop(shelf.before(Position.of(oldest.getFirst().position())));
      }
    } finally {
      lock.unlock();
    }
  }

  /** The position of the newest entry. */
  Position head() {
    return locked(shelf::head);
  }

  /** The place the next entry will have. */
  long next() {
    return shelf.next();
  }

  /** The place of the first entry after {@code position}; empty when that entry may be gone. */
  Optional<Long> placeAfter(Position position) {
    return locked(() -> shelf.placeAfter(position));
  }

  /** At most {@code count} entries from {@code place} on; waits up to {@code patience} for one. */
  Batch from(long place, int count, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (shelf.next() <= place && left > 0) {
        left = grown.awaitNanos(left);
      }
      return shelf.from(place, count);
    } finally {
      lock.unlock();
    }
  }

  /** The newest {@code count} entries, oldest first. */
  List<Entry> latest(int count) {
    return locked(() -> shelf.latest(count));
  }

  /** Every entry that {@code wanted} accepts, oldest first. */
  List<Entry> all(Predicate<Entry> wanted) {
    return latest(most).stream().filter(wanted).toList();
  }

  /** The entries of one conversation, oldest first. */
  List<Entry> of(ConversationId conversation) {
    return locked(() -> strands.of(conversation));
  }

  /** The synopses of all conversations, in no order. */
  List<Synopsis> synopses() {
    return locked(strands::synopses);
  }

  /** As they stood at {@code time}, those that had begun; as they stand now without one. */
  List<Synopsis> synopses(Optional<Instant> time) {
    return locked(() -> time.map(strands::synopses).orElseGet(strands::synopses));
  }

  /** How many entries touch each id. */
  Map<String, Long> activity() {
    return locked(strands::activity);
  }

  private <T> T locked(Supplier<T> look) {
    lock.lock();
    try {
      return look.get();
    } finally {
      lock.unlock();
    }
  }

  private void append(List<Recorded> page) {
    long before = shelf.next();
    for (Recorded recorded : page) {
      Entry entry = Entry.of(shelf.next(), recorded);
      if (entry.position().compareTo(shelf.head()) > 0) {
        shelf.add(entry);
        strands.add(entry, recorded.event());
      }
    }
    drop(Math.max(shelf.size() - most, 0));
    if (shelf.next() > before) {
      grown.signalAll();
    }
  }

  private void drop(int count) {
    strands.forget(shelf.drop(count));
  }
}
