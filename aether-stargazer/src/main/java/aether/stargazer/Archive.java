package aether.stargazer;

import aether.bus.EventLog;
import aether.bus.Recorded;
import aether.event.Event;
import aether.message.ConversationId;
import aether.view.Synopsis;
import aether.view.SynopsisFold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * What the mirror holds, kept here as well: read once, brought up to date by whoever asks first,
 * cut where the bus has cut. Safe for use by several threads.
 */
final class Archive {
  private final EventLog log;
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final ArrayList<Entry> entries = new ArrayList<>();
  private final Map<ConversationId, Strand> strands = new HashMap<>();
  private final Map<String, Long> activity = new HashMap<>();
  private Position head = Position.START;
  private Position cut = Position.START;
  private volatile long next;

  /** The entries of one conversation. */
  private static final class Strand {
    private final ConversationId id;
    private final ArrayList<Entry> entries = new ArrayList<>();
    private SynopsisFold fold;

    Strand(ConversationId id) {
      this.id = id;
      this.fold = new SynopsisFold(id);
    }

    void refold() {
      fold = new SynopsisFold(id);
      entries.forEach(entry -> fold.add(entry.event()));
    }
  }

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
        page = log.after(head.toString(), EventLog.PAGE);
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
      if (end.compareTo(head) < 0) {
        drop(entries.size());
        head = Position.START;
      } else if (!oldest.isEmpty()) {
        Position first = Position.of(oldest.getFirst().position());
        drop(index(first, false));
      }
    } finally {
      lock.unlock();
    }
  }

  /** The position of the newest entry. */
  Position head() {
    lock.lock();
    try {
      return head;
    } finally {
      lock.unlock();
    }
  }

  /** The place the next entry will have. */
  long next() {
    return next;
  }

  /** The place of the first entry after {@code position}; empty when that entry may be gone. */
  Optional<Long> placeAfter(Position position) {
    lock.lock();
    try {
      boolean before =
          entries.isEmpty()
              ? position.compareTo(cut) < 0
              : position.compareTo(entries.getFirst().position()) < 0;
      boolean gone = position.compareTo(head) > 0 || (before && !position.equals(cut));
      return gone ? Optional.empty() : Optional.of(base() + index(position, true));
    } finally {
      lock.unlock();
    }
  }

  /** At most {@code count} entries from {@code place} on; waits up to {@code patience} for one. */
  Batch from(long place, int count, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (next <= place && left > 0) {
        left = grown.awaitNanos(left);
      }
      long start = Math.max(place, base());
      int index = (int) (Math.min(start, next) - base());
      return new Batch(
          List.copyOf(entries.subList(index, Math.min(index + count, entries.size()))),
          start - place);
    } finally {
      lock.unlock();
    }
  }

  /** The newest {@code count} entries, oldest first. */
  List<Entry> latest(int count) {
    lock.lock();
    try {
      return List.copyOf(entries.subList(Math.max(entries.size() - count, 0), entries.size()));
    } finally {
      lock.unlock();
    }
  }

  /** Every entry that {@code wanted} accepts, oldest first. */
  List<Entry> all(Predicate<Entry> wanted) {
    return latest(most).stream().filter(wanted).toList();
  }

  /** The entries of one conversation, oldest first. */
  List<Entry> of(ConversationId conversation) {
    lock.lock();
    try {
      Strand strand = strands.get(conversation);
      return strand == null ? List.of() : List.copyOf(strand.entries);
    } finally {
      lock.unlock();
    }
  }

  /** The synopses of all conversations, in no order. */
  Collection<Synopsis> synopses() {
    lock.lock();
    try {
      return strands.values().stream().map(strand -> strand.fold.synopsis()).toList();
    } finally {
      lock.unlock();
    }
  }

  /** How many entries touch each id. */
  Map<String, Long> activity() {
    lock.lock();
    try {
      return Collections.unmodifiableMap(new HashMap<>(activity));
    } finally {
      lock.unlock();
    }
  }

  private long base() {
    return next - entries.size();
  }

  /** How many entries come before {@code position}, or are there as well. */
  private int index(Position position, boolean including) {
    int bound = including ? 0 : -1;
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).position().compareTo(position) <= bound) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void append(List<Recorded> page) {
    long before = next;
    for (Recorded recorded : page) {
      Entry entry = Entry.of(next, recorded);
      if (entry.position().compareTo(head) > 0) {
        keep(entry, recorded.event());
      }
    }
    drop(Math.max(entries.size() - most, 0));
    if (next > before) {
      grown.signalAll();
    }
  }

  private void keep(Entry entry, Event event) {
    entries.add(entry);
    next = entry.seq() + 1;
    head = entry.position();
    entry.bodies().forEach(id -> activity.merge(id, 1L, Long::sum));
    entry
        .conversation()
        .ifPresent(id -> {
          Strand strand = strands.computeIfAbsent(id, Strand::new);
          strand.entries.add(entry);
          strand.fold.add(event);
        });
  }

  /** Forgets the oldest {@code count}. */
  private void drop(int count) {
    if (count == 0) {
      return;
    }
    List<Entry> old = entries.subList(0, count);
    Set<Strand> changed = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Entry entry : old) {
      entry.bodies().forEach(id -> activity.computeIfPresent(id, (_, n) -> n == 1 ? null : n - 1));
      entry
          .conversation()
          .map(strands::get)
          .ifPresent(strand -> {
            strand.entries.removeFirst();
            changed.add(strand);
          });
    }
    cut = old.getLast().position();
    old.clear();
    changed.forEach(this::settle);
  }

  private void settle(Strand strand) {
    if (strand.entries.isEmpty()) {
      strands.remove(strand.id);
    } else {
      strand.refold();
    }
  }
}
