package aether.testkit.contract;

import aether.bus.Recorded;
import aether.bus.write.Entry;
import aether.bus.write.Inbox;
import aether.bus.write.Lease;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Reservation;
import aether.bus.write.Settlement;
import aether.bus.write.Settlement.SessionChange;
import aether.event.Event;
import aether.message.Content;
import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.Intent;
import aether.message.ProjectId;
import aether.testkit.Messages;
import aether.testkit.SequentialIds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** What the suites have in common: an empty bus before each test, and short words for its use. */
public abstract class BusContract {
  protected static final ProjectId BACKEND = new ProjectId("backend");
  protected static final ProjectId FRONTEND = new ProjectId("frontend");
  protected static final Lease.Owner OWNER = owner("token-1", 11);
  protected static final Lease.Owner RIVAL = owner("token-2", 22);
  protected static final Duration NO_PATIENCE = Duration.ofMillis(1);
  protected static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Short, because a real Redis makes the test wait for it. */
  protected static final Duration TTL = Duration.ofSeconds(1);

  protected static final Duration LONGER_THAN_TTL = Duration.ofMillis(1500);
  protected static final Duration LONG = Duration.ofSeconds(30);

  protected BusUnderTest bus;
  protected Messages messages;

  /** An empty bus. */
  protected abstract BusUnderTest connect();

  @BeforeEach
  final void connect_to_an_empty_bus() {
    bus = connect();
    messages = new Messages(new SequentialIds(), bus.clock());
  }

  protected static Lease.Owner owner(String token, long pid) {
    return new Lease.Owner(token, "host", pid, Instant.parse("2026-01-05T09:00:00Z"));
  }

  protected Inbox opened(ProjectId id) {
    Inbox inbox = bus.inbox(id);
    inbox.open();
    return inbox;
  }

  protected ProcessingLog log() {
    return bus.processingLog(BACKEND, OWNER);
  }

  /** The log of a Body whose lease {@link #OWNER} holds. */
  protected ProcessingLog ownedLog() {
    bus.lease(BACKEND, LONG).acquire(OWNER);
    return log();
  }

  /** Sends {@code envelope} to the backend and gives the entry it is handed out as. */
  protected Entry delivered(Envelope envelope) {
    bus.outbox().send(envelope, List.of());
    return opened(BACKEND).next(1, PATIENCE).getFirst();
  }

  protected static Envelope envelope(Entry entry) {
    return switch (EnvelopeCodec.decode(entry.data().orElseThrow())) {
      case Decoded.Valid valid -> valid.envelope();
      case Decoded.Invalid invalid -> throw new AssertionError(invalid.reason());
    };
  }

  protected static List<Envelope> envelopes(List<Entry> entries) {
    return entries.stream().map(BusContract::envelope).toList();
  }

  protected List<Event> events() {
    return bus.eventLog().latest(1000).stream().map(Recorded::event).toList();
  }

  /** The messages of which the mirror holds an event, in order. */
  protected List<Envelope> announced() {
    return events().stream()
        .filter(Event.MessageSent.class::isInstance)
        .map(event -> ((Event.MessageSent) event).envelope())
        .toList();
  }

  protected static Reservation reservation(Envelope envelope, Entry entry, int attempt) {
    return new Reservation(envelope, entry, attempt, true, List.of());
  }

  /** A settlement that only ends the message. */
  protected static Settlement plain(Envelope envelope, Entry entry) {
    return new Settlement(
        entry,
        Optional.of(envelope),
        1,
        Optional.empty(),
        Optional.empty(),
        new SessionChange.Keep(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** A settlement with a reply to the sender, its event and the end of processing. */
  protected Settlement answered(Envelope envelope, Entry entry) {
    Instant now = bus.clock().instant();
    Envelope reply =
        envelope.reply(BACKEND, envelope.from(), new Content(Intent.RESULT, "42"), now);
    return new Settlement(
        entry,
        Optional.of(envelope),
        1,
        Optional.of("{\"answer\": 42}"),
        Optional.empty(),
        new SessionChange.Remember("session-1"),
        Optional.of(reply),
        List.of(
            new Event.MessageSent(reply, now),
            new Event.ProcessingDone(
                envelope, BACKEND, "done", Optional.empty(), Optional.empty(), now)),
        Optional.empty(),
        Optional.empty());
  }
}
