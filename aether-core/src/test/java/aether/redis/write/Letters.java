package aether.redis.write;

import aether.bus.write.Entry;
import aether.bus.write.Lease;
import aether.bus.write.Reservation;
import aether.bus.write.Settlement;
import aether.bus.write.Settlement.DeadLetter;
import aether.bus.write.Settlement.SessionChange;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Messages between {@code frontend} and {@code backend}, and what becomes of them. */
final class Letters {
  static final ProjectId BACKEND = new ProjectId("backend");
  static final ProjectId FRONTEND = new ProjectId("frontend");
  static final Instant NOW = Instant.parse("2026-06-01T12:34:56.789012Z");
  static final InstantSource CLOCK = InstantSource.fixed(NOW);

  private Letters() {}

  static Lease.Owner owner(String token) {
    return new Lease.Owner(token, "host", 42, NOW);
  }

  static Envelope question() {
    return from(FRONTEND, new Recipient.Project(BACKEND));
  }

  static Envelope wave() {
    return from(FRONTEND, new Recipient.Everyone(false));
  }

  static Envelope from(ProjectId sender, Recipient to) {
    return Envelope.origin(
        MessageId.of(UUID.randomUUID()),
        ConversationId.of(UUID.randomUUID()),
        sender,
        to,
        8,
        NOW,
        new Content(Intent.ASK, "which id?"));
  }

  static Envelope answer(Envelope question) {
    return question.reply(BACKEND, question.from(), new Content(Intent.RESULT, "order_id"), NOW);
  }

  static Reservation reservation(Entry entry, Envelope envelope, int attempt) {
    return new Reservation(
        envelope,
        entry,
        attempt,
        attempt == 1,
        List.of(new Event.ProcessingStarted(envelope, BACKEND, NOW)));
  }

  /** The usual end: an answer, and two events. */
  static Settlement answered(Entry entry, Envelope question, SessionChange session) {
    Envelope reply = answer(question);
    return new Settlement(
        entry,
        Optional.of(question),
        1,
        Optional.of("{}"),
        Optional.empty(),
        session,
        Optional.of(reply),
        List.of(
            new Event.ProcessingDone(
                question, BACKEND, "", Optional.empty(), Optional.empty(), NOW),
            new Event.MessageSent(reply, NOW)),
        Optional.empty(),
        Optional.empty());
  }

  static Settlement answered(Entry entry, Envelope question) {
    return answered(entry, question, new SessionChange.Keep());
  }

  /** An end without an answer. */
  static Settlement silent(Entry entry, Envelope question) {
    return new Settlement(
        entry,
        Optional.of(question),
        1,
        Optional.of("{}"),
        Optional.of("operator_kill"),
        new SessionChange.Keep(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** The end of something that is no message. */
  static Settlement undecodable(Entry entry) {
    return new Settlement(
        entry,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        new SessionChange.Keep(),
        Optional.empty(),
        List.of(),
        Optional.of(new DeadLetter(Extinction.Cause.UNDECODABLE, "data: not JSON", 0)),
        Optional.empty());
  }
}
