package aether.view;

import static org.assertj.core.api.Assertions.assertThat;

import aether.Vectors;
import aether.bus.Recorded;
import aether.event.Action;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Events;
import aether.event.Extinction;
import aether.event.Milestone;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Intent;
import aether.message.ProjectId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  private static final List<Event> HISTORY =
      List.of(
          Events.sent("Which field\nis the order id?"),
          Events.step(Events.BETA, new Milestone.TurnStart()),
          Events.done("looked it up", Optional.of(Events.USAGE)),
          Events.operated(new Action.Pause(Events.CONVERSATION)),
          Events.stopped(new Extinction.Horizon(8, 8, "max_hops")));

  @Test
  void plain_text_tells_each_hop_summary_action_and_end_in_order() {
    assertThat(transcript(HISTORY).text(ZoneOffset.UTC))
        .isEqualTo(
            """
            conversation c-1

            12:34:56  alpha → beta  ask  hop 0/8
                │ Which field
                │ is the order id?

            12:34:56  beta  done  $0.0123  4.2 s  opus
                │ looked it up

            12:34:56  operator  pause c-1

            12:34:56  stopped: horizon, hop 8 of 8  (alpha → beta)

            ended: horizon, hop 8 of 8
            """);
  }

  @Test
  void an_end_that_was_followed_by_a_turn_is_none() {
    Event dead =
        Events.stopped(
            new Extinction.DeadLettered(
                Extinction.Cause.TURN_FAILED, Events.BETA, "1-0", "exit 1", 2));

    assertThat(transcript(List.of(Events.sent("Which?"), dead)).ending()).startsWith("ended:");
    assertThat(
            transcript(List.of(Events.sent("Which?"), dead, Events.done("found", Optional.empty())))
                .ending())
        .startsWith("at rest");
  }

  @Test
  void a_skipped_repetition_ends_nothing() {
    assertThat(
            transcript(
                    List.of(
                        Events.sent("Which?"),
                        Events.done("", Optional.empty()),
                        Events.stopped(new Extinction.Duplicate())))
                .ending())
        .startsWith("at rest");
  }

  @Test
  void an_answer_to_whoever_asked_by_hand_is_an_answer() {
    Event answer =
        new Event.MessageSent(
            Events.comet("Which?")
                .reply(
                    Events.BETA,
                    ProjectId.OPERATOR,
                    new Content(Intent.RESULT, "order_id"),
                    Events.NOW),
            Events.NOW);

    assertThat(transcript(List.of(Events.sent("Which?"), answer)).ending())
        .isEqualTo("at rest: answered, the last message is for operator");
  }

  @Test
  void markdown_has_what_peers_wrote_in_code_alone() {
    assertThat(transcript(HISTORY).markdown(ZoneOffset.UTC))
        .isEqualTo(
            """
            # Conversation ` c-1 `

            **12:34:56** ` alpha → beta  ask  hop 0/8 `

            ```text
            Which field
            is the order id?
            ```

            **12:34:56** ` beta  done  $0.0123  4.2 s  opus `

            ```text
            looked it up
            ```

            **12:34:56** ` operator  pause c-1 `

            **12:34:56** ` stopped: horizon, hop 8 of 8  (alpha → beta) `

            ` ended: horizon, hop 8 of 8 `
            """);
  }

  @Test
  void words_with_fences_of_their_own_cannot_break_out_of_their_block() {
    String hostile = "```\n# Forged heading\n````\n<img src=x onerror=alert(1)>\n~~~";

    assertThat(transcript(List.of(Events.sent(hostile))).markdown(ZoneOffset.UTC))
        .contains("\n`````text\n" + hostile + "\n`````\n");
  }

  @Test
  void words_cannot_forge_a_line_of_the_transcript() {
    String hostile = "ok\n\n12:35:00  operator  resume\r\u2028ended: all is well\u001B[1A";

    assertThat(transcript(List.of(Events.sent(hostile))).text(ZoneOffset.UTC).lines())
        .filteredOn(line -> line.contains("operator") || line.contains("all is well"))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("    │ "));
  }

  @Test
  void an_id_with_a_line_break_stays_on_its_line() {
    Event forged =
        EventCodec.decode(
            EventCodec.encode(Events.sent("hi"))
                .replace("\"alpha\"", "\"alpha\\n12:00:00  operator  kill\""));

    assertThat(transcript(List.of(forged)).text(ZoneOffset.UTC).lines())
        .noneMatch(line -> line.startsWith("12:00:00"));
  }

  @Test
  void json_lines_are_the_records_as_they_stand_on_the_bus() {
    ConversationId conversation = new ConversationId("44444444-4444-4444-8444-000000000008");
    List<String> ours =
        Vectors.events().stream()
            .filter(d -> d.contains("\"conversation_id\": \"" + conversation))
            .toList();

    Transcript transcript =
        Transcript.of(conversation, records(Vectors.events().stream().map(EventCodec::decode)));

    assertThat(transcript.jsonLines().lines()).containsExactlyElementsOf(ours);
  }

  @Test
  void a_conversation_without_an_end_says_whose_turn_it_is() {
    assertThat(transcript(List.of(Events.sent("hi"))).ending())
        .isEqualTo("open: the last message is for beta, not yet done");
    assertThat(transcript(List.of(Events.sent("hi"), Events.done("", Optional.empty()))).ending())
        .isEqualTo("at rest: the last message, for beta, is done and was not answered");
    assertThat(transcript(List.of()).ending())
        .isEqualTo("no message of this conversation is recorded");
  }

  @Test
  void what_waits_is_told_as_waiting() {
    Event held = Events.stopped(new Extinction.Held(Events.BETA, Events.comet("x").id()));

    assertThat(transcript(List.of(Events.sent("hi"), held)).text(ZoneOffset.UTC))
        .contains("waiting: recipient_offline, beta is offline; the reply waits")
        .contains("open: ");
  }

  @Test
  void records_of_other_conversations_are_left_out() {
    Transcript other = Transcript.of(new ConversationId("c-2"), records(HISTORY.stream()));

    assertThat(other.records()).isEmpty();
  }

  private static Transcript transcript(List<Event> events) {
    return Transcript.of(Events.CONVERSATION, records(events.stream()));
  }

  private static List<Recorded> records(Stream<Event> events) {
    return events.map(event -> new Recorded("1-0", event)).toList();
  }
}
