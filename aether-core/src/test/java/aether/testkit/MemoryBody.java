package aether.testkit;

import aether.bus.BusException;
import aether.bus.Presence;
import aether.bus.write.Entry;
import aether.bus.write.Lease;
import aether.bus.write.LogEntry;
import aether.bus.write.ProcessingLog;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.testkit.MemoryStream.Placed;
import aether.testkit.MemoryStream.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a bus in memory holds of one Body. Guarded by the lock of {@link Memory}. */
final class MemoryBody {
  private static final Duration LOG_TTL = Duration.ofDays(1);

  /** A message as its receiver remembers it: by sender and id (D24). */
  record LogKey(MessageId message, ProjectId sender, boolean verified) {
    static LogKey of(Envelope envelope) {
      return new LogKey(envelope.id(), envelope.from(), envelope.isVerified());
    }

    LogKey verifiedOne() {
      return new LogKey(message, sender, true);
    }
  }

  /** A value that is gone from {@code end} on. */
  record Until<T>(T value, Instant end) {
    boolean holds(Instant now) {
      return now.isBefore(end);
    }
  }

  /** Which entries were handed out, and which of them are not settled. */
  static final class Group {
    Position delivered = Position.START;
    final TreeSet<Position> pending = new TreeSet<>();
  }

  final MemoryStream<Map<String, String>> inbox = new MemoryStream<>();
  final Set<Entry> settled = new HashSet<>();
  final Map<ConversationId, String> sessions = new HashMap<>();
  final Map<LogKey, MemoryState.RateKey> counted = new HashMap<>();
  final MemoryStream<InMemoryBus.Dead> dead = new MemoryStream<>();
  final List<String> notes = new ArrayList<>();
  final Deque<String> hold = new ArrayDeque<>();
  final Deque<String> pauseHold = new ArrayDeque<>();
  Optional<Group> group = Optional.empty();
  Optional<Position> cursor = Optional.empty();
  Optional<Until<Presence>> beat = Optional.empty();
  Optional<Until<Lease.Owner>> lease = Optional.empty();

  private final ProjectId id;
  private final Map<LogKey, Until<LogEntry>> log = new HashMap<>();

  MemoryBody(ProjectId id) {
    this.id = id;
  }

  Optional<LogEntry> log(LogKey key, Instant now) {
    return Optional.ofNullable(log.get(key)).filter(l -> l.holds(now)).map(Until::value);
  }

  /** What bears on a message: what is not verified repeats what was, if that is settled. */
  Optional<LogEntry> seen(LogKey key, Instant now) {
    return log(key.verifiedOne(), now)
        .filter(entry -> key.verified() || entry.state() == LogEntry.State.ACKED)
        .or(() -> log(key, now));
  }

  void log(LogKey key, LogEntry entry, Instant now) {
    log.put(key, new Until<>(entry, now.plus(LOG_TTL)));
  }

  void forgetLog(LogKey key) {
    log.remove(key);
  }

  int attempts(MessageId message) {
    return log.entrySet().stream()
        .filter(e -> e.getKey().message().equals(message))
        .mapToInt(e -> e.getValue().value().attempts())
        .sum();
  }

  /** Refuses whoever has lost the Body to another, even when that one has gone as well. */
  void fence(Lease.Owner owner) {
    lease
        .map(Until::value)
        .filter(last -> !last.token().equals(owner.token()))
        .ifPresent(last -> {
          throw new ProcessingLog.Fenced(id, Duration.ofSeconds(30));
        });
  }

  Group group() {
    return group.orElseThrow(
        () -> unopened("NOGROUP: the inbox of '" + id + "' has no consumer group"));
  }

  Position cursor() {
    return cursor.orElseThrow(() -> unopened("'" + id + "' has no broadcast cursor"));
  }

  private static BusException unopened(String what) {
    return new BusException.Unavailable(what + "; open the inbox", new IllegalStateException(what));
  }

  /** Takes an inbox entry out for good. */
  void remove(Entry entry) {
    Position position = Position.parse(entry.id());
    group.ifPresent(g -> g.pending.remove(position));
    inbox.delete(position);
  }

  static Entry entry(Entry.Origin origin, Placed<Map<String, String>> placed) {
    return new Entry(origin, placed.position().toString(), placed.value());
  }
}
