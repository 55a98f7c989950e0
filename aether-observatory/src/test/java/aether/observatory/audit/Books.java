package aether.observatory.audit;

import aether.bus.write.Entry;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.testkit.BusHistory;
import aether.testkit.BusHistory.Added;
import aether.testkit.BusHistory.Settled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What happened on a bus, laid open for one audit. */
final class Books {
  /** Where a settled entry had been: an inbox or, when there is none, the broadcast. */
  record Place(Optional<ProjectId> inbox, String id) {}

  /** What a settlement made of its entry. */
  enum Ending {
    DONE,
    DEAD,
    STOPPED,
    /** Nobody need know: a Body's own wave, or one settled before. */
    SKIPPED
  }

  final BusHistory history;
  final Map<Place, Added> added = new HashMap<>();
  private final Map<Place, Optional<Envelope>> envelopes = new HashMap<>();

  Books(BusHistory history) {
    this.history = history;
    for (Added entry : history.added()) {
      Place place = new Place(entry.inbox(), entry.id());
      added.put(place, entry);
      envelopes.put(place, entry.envelope());
    }
  }

  Optional<Envelope> envelope(Place place) {
    return envelopes.getOrDefault(place, Optional.empty());
  }

  /** The message at {@code place}, if it is one that may be acted on. */
  Optional<Envelope> acceptable(Place place) {
    return envelope(place)
        .filter(Envelope::hasSafeIds)
        .filter(envelope -> place.inbox().isPresent() || envelope.isWave());
  }

  List<Added> inboxOf(ProjectId body) {
    return history.added().stream()
        .filter(entry -> entry.inbox().equals(Optional.of(body)))
        .toList();
  }

  List<Added> broadcast() {
    return history.added().stream().filter(entry -> entry.inbox().isEmpty()).toList();
  }

  /** The settlements of {@code body} for each entry id of its inbox, or of the broadcast. */
  Map<String, List<Settled>> settled(ProjectId body, Entry.Origin origin) {
    Map<String, List<Settled>> found = new HashMap<>();
    for (Settled settled : history.settled()) {
      Entry entry = settled.settlement().entry();
      if (settled.by().equals(body) && entry.origin() == origin) {
        found.computeIfAbsent(entry.id(), _ -> new ArrayList<>()).add(settled);
      }
    }
    return found;
  }

  static Place place(Settled settled) {
    Entry entry = settled.settlement().entry();
    return switch (entry.origin()) {
      case INBOX -> new Place(Optional.of(settled.by()), entry.id());
      case BROADCAST -> new Place(Optional.empty(), entry.id());
    };
  }

  /** What became of the entry; empty when the events of the settlement contradict each other. */
  static Optional<Ending> ending(Settled settled) {
    List<Event> events = settled.settlement().events();
    long done = events.stream().filter(Event.ProcessingDone.class::isInstance).count();
    long dead = events.stream().filter(Books::isDeadLettered).count();
    long ended = events.stream().filter(Event.Extinguished.class::isInstance).count();
    boolean letter = settled.settlement().deadLetter().isPresent();
    if (done + dead > 1 || letter != (dead == 1)) {
      return Optional.empty();
    }
    if (dead == 1) {
      return Optional.of(Ending.DEAD);
    }
    if (done == 1) {
      return Optional.of(Ending.DONE);
    }
    return Optional.of(ended > 0 ? Ending.STOPPED : Ending.SKIPPED);
  }

  /** Whether the settlement says why an answer stays at home. */
  static boolean withholds(Settled settled) {
    return settled.settlement().events().stream()
        .anyMatch(event ->
            event instanceof Event.Extinguished(_, _, Extinction why, _)
                && !(why instanceof Extinction.Held));
  }

  /** The id of the reply that waits for a human; empty when none does. */
  static Optional<MessageId> submitted(Settled settled) {
    return settled.settlement().events().stream()
        .flatMap(event ->
            event
                    instanceof
                    Event.Extinguished(_, _, Extinction.AwaitingApproval(_, MessageId held), _)
                ? Stream.of(held)
                : Stream.empty())
        .findFirst();
  }

  /** Whether the settlement says that its entry is a dead letter now. */
  static boolean saysDead(Settled settled) {
    return settled.settlement().events().stream().anyMatch(Books::isDeadLettered);
  }

  /** Whether it says that the entry is a dead letter; a reply that is one ends no entry. */
  private static boolean isDeadLettered(Event event) {
    return event instanceof Event.Extinguished(_, _, Extinction why, _)
        && why instanceof Extinction.DeadLettered dead
        && dead.cause() != Extinction.Cause.UNDELIVERABLE;
  }

  /** Orders the ids of one stream. */
  static int compare(String one, String other) {
    int millis = Long.compare(part(one, 0), part(other, 0));
    return millis != 0 ? millis : Long.compare(part(one, 1), part(other, 1));
  }

  private static long part(String id, int index) {
    int dash = id.indexOf('-');
    return Long.parseLong(index == 0 ? id.substring(0, dash) : id.substring(dash + 1));
  }
}
