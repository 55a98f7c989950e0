package aether.testkit;

import aether.bus.Body;
import aether.bus.ControlState;
import aether.event.Event;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  final MemoryStream<Map<String, String>> broadcast = new MemoryStream<>();
  final TreeMap<ProjectId, Body> registry = new TreeMap<>();
  final Map<RateKey, Long> rates = new HashMap<>();

  private final InstantSource clock;
  private final Map<ConversationId, ControlState> conversations = new HashMap<>();
  private final Set<ProjectId> killed = new HashSet<>();
  private final Map<ProjectId, MemoryBody> bodies = new HashMap<>();

  MemoryState(InstantSource clock) {
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
  void put(Envelope envelope) {
    Map<String, String> fields = Map.of("data", EnvelopeCodec.encode(envelope));
    switch (envelope.to()) {
      case Recipient.Project project -> body(project.id()).inbox.add(fields, now());
      case Recipient.Everyone _ -> broadcast.add(fields, now());
    }
  }

  void append(List<Event> happened) {
    happened.forEach(event -> events.add(throughTheWire(event), now()));
  }

  /** The event as a reader finds it. */
  private static Event throughTheWire(Event event) {
    return event;
  }
}
