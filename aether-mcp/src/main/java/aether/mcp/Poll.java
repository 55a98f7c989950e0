package aether.mcp;

import aether.event.Event;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code aether_poll}: what has come back in a thread, each answer once. */
final class Poll {
  static final int LONGEST_WAIT = 55;

  private final Strands strands;
  private final Mailroom mailroom = new Mailroom();
  private final Waiting waiting;

  Poll(Strands strands, Waiting waiting) {
    this.strands = strands;
    this.waiting = waiting;
  }

  /** What was found: the answers to hand out now, and where the thread stands. */
  record Found(List<Mailroom.Letter> letters, Status status, String position) {}

  ObjectNode answer(Session session, Call call) {
    ConversationId thread = new ConversationId(call.text("thread"));
    int seconds = call.seconds("wait_seconds", LONGEST_WAIT);
    Found found = await(session, thread, seconds, call, _ -> {});
    ObjectNode node = Json.object().put("thread", thread.value());
    put(node, found);
    return node;
  }

  /**
   * Hands out what there is, or comes within {@code seconds}.
   *
   * @param before shown what happened until the waiting begins
   */
  Found await(
      Session session, ConversationId thread, int seconds, Call call, Consumer<Event> before) {
    Instant deadline = waiting.deadline(seconds);
    Found found = look(session, thread, call, before);
    while (found.letters().isEmpty()
        && found.status().mayChange()
        && waiting.more(session, thread, found.position(), deadline, call)) {
      found = look(session, thread, call, new Milestones(call.client()));
    }
    return found;
  }

  /** What {@code thread} holds for this session and nobody was given, without taking it. */
  ObjectNode peek(Session session, ConversationId thread) {
    return strands.with(
        thread,
        session.sky().events(),
        strand -> {
          List<Envelope> answers = answers(session, strand);
          Predicate<Envelope> unclaimed =
              answers.isEmpty()
                  ? _ -> false
                  : session.sky().handouts().unclaimed(session.family(), thread);
          List<Mailroom.Letter> letters = new ArrayList<>();
          answers.stream()
              .filter(unclaimed)
              .forEach(answer -> letters.add(new Mailroom.Letter(answer, false)));
          Status status = letters.isEmpty() ? Status.of(strand, session) : Status.REPLIED;
          ObjectNode node = Json.object().put("thread", thread.value());
          put(node, new Found(letters, status, strand.position()));
          return node;
        });
  }

  static void put(ObjectNode node, Found found) {
    node.put("status", found.status().word());
    ArrayNode replies = node.putArray("new_replies");
    for (Mailroom.Letter letter : found.letters()) {
      Envelope answer = letter.answer();
      ObjectNode entry = replies.addObject();
      entry.put("from", answer.from().value());
      entry.put("intent", EnvelopeCodec.wireName(answer.content().intent()));
      entry.put("hop", answer.hops().count());
      entry.put("text", answer.content().text());
      switch (answer.seal().verdict()) {
        case UNCHECKED, VERIFIED -> {}
        case UNVERIFIED -> entry.put("sender", "unverified");
      }
      if (letter.perhapsAgain()) {
        entry.put("perhaps_repeated", true);
      }
    }
    found.status().note().ifPresent(note -> node.put("note", note));
  }

  private Found look(Session session, ConversationId thread, Call call, Consumer<Event> witness) {
    return strands.with(
        thread,
        session.sky().events(),
        witness,
        strand -> {
          Mailroom.Taken taken =
              call.client().isWaiting()
                  ? mailroom.take(session, answers(session, strand))
                  : Mailroom.Taken.NOTHING;
          List<Mailroom.Letter> letters = taken.letters();
          if (!letters.isEmpty()) {
            call.client()
                .afterAnswer(
                    () -> mailroom.delivered(session, letters),
                    () -> mailroom.returned(session, letters));
            return new Found(letters, Status.REPLIED, strand.position());
          }
          Status status = taken.elsewhere() ? Status.ELSEWHERE : Status.of(strand, session);
          return new Found(letters, status, strand.position());
        });
  }

  private static List<Envelope> answers(Session session, Strand strand) {
    return strand.thread().isSafe()
        ? strand.messages().stream()
            .filter(message -> session.isOurs(message.to()) && !session.isOurs(message.from()))
            .flatMap(message -> session.sky().believed().apply(message).stream())
            .toList()
        : List.of();
  }
}
