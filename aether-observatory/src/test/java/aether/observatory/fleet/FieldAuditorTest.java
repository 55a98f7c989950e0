package aether.observatory.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import aether.event.Event;
import aether.event.Extinction;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Hops;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.fleet.FieldAuditor.Evidence;
import aether.observatory.fleet.FieldAuditor.Left;
import aether.observatory.pipeline.Ledger;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The auditor sees each thing that must not be. */
class FieldAuditorTest {
  private static final Instant NOW = Instant.EPOCH;
  private static final ConversationId CONVERSATION = new ConversationId("c-1");
  private static final ProjectId BODY = new ProjectId("b0");

  private final List<Envelope> sent = List.of(question(0), question(1));
  private final List<Envelope> replies = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final List<Ledger.Line> ledger = new ArrayList<>();

  FieldAuditorTest() {
    for (Envelope each : sent) {
      Envelope reply = reply(each);
      replies.add(reply);
      events.add(new Event.MessageSent(each, NOW));
      events.add(
          new Event.ProcessingDone(each, BODY, "done", Optional.empty(), Optional.empty(), NOW));
      events.add(new Event.MessageSent(reply, NOW));
      String run = each.id().value();
      ledger.add(
          new Ledger.Reserved(
              NOW, run, each.id(), CONVERSATION, Traffic.ASKER, new BigDecimal("0.50")));
      ledger.add(new Ledger.Settled(NOW, run, Crew.COST));
    }
  }

  @Test
  void what_is_as_it_must_be_is_not_complained_of() {
    assertThat(complaints(0)).isEmpty();
  }

  @Test
  void a_message_without_an_end_is_named() {
    events.remove(1);
    assertThat(complaints(0)).anyMatch(line -> line.contains("q0?' has the endings []"));
  }

  @Test
  void a_second_end_and_a_second_reply_are_named() {
    events.add(
        new Event.Extinguished(
            Optional.of(sent.getFirst()), Optional.empty(), new Extinction.Duplicate(), NOW));
    replies.add(replies.getFirst());
    assertThat(complaints(0))
        .anyMatch(line -> line.contains("q0?' has the endings [done, "))
        .anyMatch(line -> line.contains("q0?' has 2 replies"))
        .anyMatch(line -> line.contains("message events are not message entries"));
  }

  @Test
  void messages_of_one_conversation_that_end_in_another_order_are_named() {
    Event first = events.remove(1);
    events.add(first);
    assertThat(complaints(0)).singleElement().asString().contains("ended after a later one");
  }

  @Test
  void a_run_too_many_is_named_and_one_that_no_fault_explains() {
    assertThat(complaints(0, Map.of(0, 2L, 1, 1L), new Left(0, 0)))
        .anyMatch(line -> line.contains("q0?' was run 2 times"));
    assertThat(complaints(9, Map.of(0, 3L, 1, 1L), new Left(0, 0)))
        .anyMatch(line -> line.contains("q0?' was run 3 times"));
  }

  @Test
  void what_is_left_over_is_named() {
    assertThat(complaints(0, Map.of(0, 1L, 1, 1L), new Left(1, 2)))
        .anyMatch(line -> line.contains("not settled"))
        .anyMatch(line -> line.contains("dead letters"));
  }

  @Test
  void a_ledger_that_is_not_what_was_spent_is_named() {
    ledger.removeLast();
    assertThat(complaints(0)).isNotEmpty().allMatch(line -> line.startsWith("ledger 0.51 USD"));
    assertThat(complaints(1)).as("a crash may cost one reservation").isEmpty();
    ledger.removeIf(Ledger.Settled.class::isInstance);
    ledger.removeIf(Ledger.Reserved.class::isInstance);
    assertThat(complaints(1)).allMatch(line -> line.startsWith("ledger 0 USD")).isNotEmpty();
  }

  private List<String> complaints(int crashes) {
    return complaints(crashes, Map.of(0, 1L, 1, 1L), new Left(0, 0));
  }

  private List<String> complaints(int crashes, Map<Integer, Long> starts, Left left) {
    return new FieldAuditor(
            new Evidence(
                sent, starts, Map.of(0, 1L, 1, 1L), 0, replies, left, ledger, events, crashes))
        .complaints();
  }

  private static Envelope question(int number) {
    return Envelope.origin(
        MessageId.of(new UUID(0, number)),
        CONVERSATION,
        Traffic.ASKER,
        new Recipient.Project(BODY),
        8,
        NOW,
        new Content(Intent.ASK, "Question q" + number + "?"));
  }

  private static Envelope reply(Envelope question) {
    return new Envelope(
        MessageId.of(
            UUID.nameUUIDFromBytes(
                question.id().value().getBytes(java.nio.charset.StandardCharsets.UTF_8))),
        CONVERSATION,
        BODY,
        new Recipient.Project(Traffic.ASKER),
        Optional.of(question.id()),
        new Hops(1, 8),
        question.createdAt(),
        new Content(Intent.RESULT, "Answer."));
  }
}
