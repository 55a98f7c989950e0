package aether.observatory.audit;

import aether.bus.DeadLetters;
import aether.bus.EventLog;
import aether.bus.Recorded;
import aether.bus.write.Entry;
import aether.event.Event;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.redis.Keys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a test has put on a real Redis, and what was written there, kept beside it because Redis
 * forgets what is settled. Safe for several threads.
 */
public final class Correspondence {
  /** An entry that was put into an inbox, or on the broadcast, past all ports. */
  record Raw(Optional<ProjectId> inbox, String id, Map<String, String> fields) {}

  /**
   * What lies between two losses of the bus.
   *
   * @param sent messages that the bus has taken, in any order
   * @param events what was written, in order
   * @param standing what stood at the end in all inboxes
   */
  record Chapter(
      List<Envelope> sent, List<Raw> raw, List<Recorded> events, List<Envelope> standing) {}

  private final RawRedis redis;
  private final DeadLetters letters;
  private final Supplier<List<Recorded>> log;
  private final List<Chapter> closed = new ArrayList<>();
  private final List<Envelope> sent = new ArrayList<>();
  private final List<Raw> raw = new ArrayList<>();
  private final List<Envelope> kept = new ArrayList<>();
  private final Map<String, Long> uncounted = new HashMap<>();
  private String since = EventLog.START;

  /**
   * @param log every event that the bus has, oldest first
   */
  public Correspondence(RawRedis redis, DeadLetters letters, Supplier<List<Recorded>> log) {
    this.redis = redis;
    this.letters = letters;
    this.log = log;
  }

  /** The bus has taken {@code message}. */
  public synchronized void sent(Envelope message) {
    sent.add(message);
  }

  /** Somebody has put an entry past all ports. */
  public synchronized void raw(ProjectId inbox, String id, Map<String, String> fields) {
    raw.add(new Raw(Optional.of(inbox), id, fields));
  }

  /** Somebody has put an entry on the broadcast past all ports. */
  public synchronized void rawWave(String id, Map<String, String> fields) {
    raw.add(new Raw(Optional.empty(), id, fields));
  }

  /** The bus is about to lose an empty inbox, and with it how much came in. */
  public synchronized void evicted(ProjectId inbox) {
    String stream = Keys.inbox(inbox);
    uncounted.merge(stream, redis.everAdded(stream).orElse(0), Long::sum);
  }

  /** How often the bus has lost what stood on it. */
  public synchronized int epoch() {
    return closed.size();
  }

  /** The bus is about to lose everything; it is at rest. */
  public void emptied() {
    fallenBackTo(EventLog.START);
  }

  /** The bus is about to lose everything after the event at {@code position}; it is at rest. */
  public synchronized void fallenBackTo(String position) {
    Chapter chapter = chapter();
    closed.add(chapter);
    Set<Envelope> survivors = new HashSet<>();
    for (Recorded recorded : chapter.events()) {
      if (Entry.IN_ORDER.compare(recorded.position(), position) <= 0
          && recorded.event() instanceof Event.MessageSent(Envelope message, _)) {
        survivors.add(message);
      }
    }
    kept.removeIf(message -> !survivors.contains(message));
    chapter.standing().stream().filter(survivors::contains).forEach(kept::add);
    sent.clear();
    raw.clear();
    uncounted.clear();
    since = position;
  }

  /**
   * Where the bus stands now.
   *
   * @param audited whose mail is audited; what is for others nobody reads
   */
  public synchronized AuditedBus retold(Set<ProjectId> audited) {
    List<Chapter> chapters = new ArrayList<>(closed);
    chapters.add(chapter());
    return new RetoldBus(
        redis, letters, chapters, audited, new RetoldBus.Counted(since, Map.copyOf(uncounted)));
  }

  private Chapter chapter() {
    List<Recorded> events =
        log.get().stream()
            .filter(recorded -> Entry.IN_ORDER.compare(recorded.position(), since) > 0)
            .toList();
    List<Envelope> standing = new ArrayList<>();
    inboxes(events).forEach(inbox -> standing.addAll(redis.inbox(inbox)));
    kept.forEach(standing::remove);
    return new Chapter(List.copyOf(sent), List.copyOf(raw), events, standing);
  }

  /** Who may have mail. */
  private Set<ProjectId> inboxes(List<Recorded> events) {
    Set<ProjectId> inboxes = new HashSet<>();
    sent.forEach(message -> inboxes.add(message.from()));
    for (Recorded recorded : events) {
      if (recorded.event() instanceof Event.MessageSent(Envelope message, _)) {
        inboxes.add(message.from());
        if (message.to() instanceof Recipient.Project(ProjectId to)) {
          inboxes.add(to);
        }
      }
    }
    return inboxes;
  }
}
