package aether.testkit;

import aether.bus.AuditRecord;
import aether.bus.Body;
import aether.bus.ControlState;
import aether.bus.write.Handouts.Claimant;
import aether.event.Event;
import aether.event.EventCodec;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.testkit.BusHistory.Source;
import aether.testkit.MemoryStream.Placed;
import aether.testkit.MemoryStream.Position;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Everything a bus in memory holds. Guarded by the lock of {@link Memory}. */
final class MemoryState {
  /** One conversation in one minute. */
  record RateKey(ConversationId conversation, long window) {
    private static final long SECONDS = 60;

    static RateKey of(Envelope envelope, Instant now) {
      return new RateKey(envelope.conversation(), Math.floorDiv(now.getEpochSecond(), SECONDS));
    }
  }

  final MemoryStream<Event> events = new MemoryStream<>();
  final MemoryStream<AuditRecord> audit = new MemoryStream<>();
  final MemoryStream<Envelope> approvals = new MemoryStream<>();
  final Set<ProjectId> paused = new HashSet<>();
  final Set<ProjectId> askingBodies = new HashSet<>();
  final Set<ConversationId> asking = new HashSet<>();
  final MemoryStream<Map<String, String>> broadcast = new MemoryStream<>();
  final TreeMap<ProjectId, Body> registry = new TreeMap<>();
  final Map<RateKey, Long> rates = new HashMap<>();

  /** Who has claimed an answer, by reader, sender and message. */
  final Map<List<Object>, Claimant> handouts = new HashMap<>();

  final MemoryHistory history;

  private final InstantSource clock;
  private final Map<ConversationId, ControlState> conversations = new HashMap<>();
  private final Set<ProjectId> killed = new HashSet<>();
  private final Map<ProjectId, MemoryBody> bodies = new HashMap<>();

  MemoryState(InstantSource clock, MemoryHistory history) {
    this.history = history;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  MemoryBody body(ProjectId id) {
    return bodies.computeIfAbsent(id, MemoryBody::new);
  }

  void forget(ProjectId id) {
    registry.remove(id);
    bodies.remove(id);
  }

  ControlState control(ConversationId conversation) {
    return conversations.getOrDefault(conversation, ControlState.ACTIVE);
  }

  /** As a Body meets it: its own pause pauses every conversation. */
  ControlState control(ConversationId conversation, ProjectId id) {
    ControlState state = control(conversation);
    return state == ControlState.ACTIVE && paused.contains(id) ? ControlState.PAUSED : state;
  }

  boolean asksFirst(ConversationId conversation, ProjectId id) {
    return asking.contains(conversation) || askingBodies.contains(id);
  }

  void control(ConversationId conversation, ControlState state) {
    if (state == ControlState.ACTIVE) {
      conversations.remove(conversation);
    } else {
      conversations.put(conversation, state);
    }
  }

  boolean isKilled(ProjectId id) {
    return killed.contains(id);
  }

  void kill(ProjectId id) {
    killed.add(id);
  }

  boolean revive(ProjectId id) {
    return killed.remove(id);
  }

  /** Puts a message in its recipient's stream; its event is the caller's. */
  void put(Envelope envelope, Source source) {
    Map<String, String> fields = Map.of("data", EnvelopeCodec.encode(envelope));
    switch (envelope.to()) {
      case Recipient.Project project -> toInbox(project.id(), fields, source);
      case Recipient.Everyone _ -> toAll(fields, source);
    }
  }

  Position toInbox(ProjectId id, Map<String, String> fields, Source source) {
    Position at = body(id).inbox.add(fields, now());
    history.added(source, Optional.of(id), at, fields);
    return at;
  }

  Position toAll(Map<String, String> fields, Source source) {
    Position at = broadcast.add(fields, now());
    history.added(source, Optional.empty(), at, fields);
    return at;
  }

  void append(List<Event> happened) {
    for (Event event : happened) {
      Event read = throughTheWire(event);
      events.add(read, now());
      history.wrote(read);
      if (event instanceof Event.Operated deed && deed.action().isOperators()) {
        keep(EventCodec.encode(deed));
      }
    }
  }

  private void keep(String data) {
    List<Placed<AuditRecord>> last = audit.latest(1);
    long number = last.isEmpty() ? 1 : last.getFirst().value().number() + 1;
    String previous = last.isEmpty() ? AuditRecord.NONE : last.getFirst().value().hash();
    String hash = AuditRecord.hash(number, previous, data);
    audit.add(new AuditRecord("*", number, previous, hash, data), now());
  }

  /** The event as a reader finds it. */
  private static Event throughTheWire(Event event) {
    return EventCodec.decode(EventCodec.encode(event));
  }
}
