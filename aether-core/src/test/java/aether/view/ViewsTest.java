package aether.view;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Presence;
import aether.bus.Recorded;
import aether.event.Action;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Events;
import aether.event.Extinction;
import aether.event.Milestone;
import aether.message.ConversationId;
import aether.message.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ViewsTest {
  private static final ProjectId GAMMA = new ProjectId("gamma");

  @Test
  @DisplayName("D54: two Bodies' turns of one wave do not mix")
  void d54_two_bodies_turns_of_one_wave_do_not_mix() {
    Telescope telescope =
        Telescope.of(
            Events.CONVERSATION,
            List.of(
                Events.step(Events.BETA, new Milestone.TurnStart()),
                Events.step(GAMMA, new Milestone.TurnStart()),
                Events.step(Events.BETA, new Milestone.ToolUse("Read")),
                Events.step(GAMMA, new Milestone.ToolUse("Grep")),
                Events.step(Events.BETA, new Milestone.TurnDone("success"))));

    assertThat(telescope.of(Events.BETA).orElseThrow().milestones())
        .containsExactly(
            new Milestone.TurnStart(),
            new Milestone.ToolUse("Read"),
            new Milestone.TurnDone("success"));
    assertThat(telescope.of(Events.BETA).orElseThrow().ended()).isTrue();
    assertThat(telescope.of(GAMMA).orElseThrow().ended()).isFalse();
    assertThat(telescope.latest().orElseThrow().project()).contains(GAMMA);
    assertThat(ViewCodec.tree(telescope).path("turns").size()).isEqualTo(2);
  }

  @Test
  void a_new_turn_of_a_body_replaces_its_old_one() {
    Telescope telescope =
        Telescope.of(
            Events.CONVERSATION,
            List.of(
                Events.step(Events.BETA, new Milestone.TurnStart()),
                Events.step(Events.BETA, new Milestone.TurnDone("success")),
                Events.step(Events.BETA, new Milestone.TurnStart())));

    assertThat(telescope.turns()).hasSize(1);
    assertThat(telescope.latest().orElseThrow().ended()).isFalse();
  }

  @Test
  @DisplayName("D54: what waits or was a mere courtesy is no end")
  void d54_what_waits_is_no_end() {
    for (Extinction why : Events.extinctions()) {
      Timeline timeline = Timeline.of(List.of(Events.sent("hi"), Events.stopped(why)));

      assertThat(timeline.terminal().isPresent()).as(why.toString()).isEqualTo(why.ends());
    }
    assertThat(Events.extinctions()).anyMatch(why -> !why.ends());
  }

  @Test
  void an_incomplete_record_of_something_that_waits_is_no_end_either() {
    for (String kind : List.of("held", "ack_suppressed", "budget_exhausted")) {
      Event event =
          EventCodec.decode("{\"event_type\": \"terminated\", \"kind\": \"" + kind + "\"}");

      assertThat(Timeline.of(List.of(event)).terminal()).as(kind).isEmpty();
      assertThat(ExtinctionLog.of(List.of(event)).entries()).hasSize(1);
    }
  }

  @Test
  void the_extinction_log_gives_the_measure_and_the_limit_where_the_writer_did() {
    List<Event> events =
        List.of(
            Events.stopped(new Extinction.Horizon(8, 4, "max_hops_ceiling")),
            Events.stopped(new Extinction.Duplicate()));

    assertThat(ViewCodec.tree(ExtinctionLog.of(events)).valueStream())
        .extracting(entry -> entry.path("detail").asString(""))
        .containsExactly("hop 8 of 4 (max_hops_ceiling)", "");
  }

  @Test
  void an_action_of_an_unknown_kind_is_in_the_operator_log() {
    Event event =
        EventCodec.decode(
            "{\"kind\": \"operator_action\", \"event_type\": \"operator_action\", \"actor\":"
                + " \"a\", \"action\": \"dance\", \"conversation_id\": \"c\","
                + " \"ts\": \"2026-06-01T12:34:56+00:00\"}");

    assertThat(OperatorLog.of(List.of(event)).entries())
        .containsExactly(
            new OperatorLog.Entry(
                "a",
                "dance",
                Optional.of(new ConversationId("c")),
                Optional.empty(),
                Optional.empty(),
                Events.NOW));
  }

  @Test
  void the_operator_log_tells_what_an_action_carried() {
    assertThat(
            ViewCodec.tree(
                    OperatorLog.of(List.of(Events.operated(new Action.KillProject(Events.BETA)))))
                .get(0)
                .toString())
        .contains("\"reason\":\"operator_kill\"", "\"detail\":{\"project_id\":\"beta\"}");
  }

  @Test
  void a_summary_tells_who_did_it_and_the_cost_where_it_is_known() {
    Timeline timeline = Timeline.of(List.of(Events.done("ok", Optional.of(Events.USAGE))));

    assertThat(ViewCodec.tree(timeline).path("summaries").get(0).propertyNames())
        .containsExactly(
            "by",
            "summary",
            "message_id",
            "project",
            "cost_usd",
            "input_tokens",
            "output_tokens",
            "duration_ms",
            "model");
  }

  @Test
  void a_body_that_thinks_is_online_and_says_so() {
    Presence thinking = new Presence.Thinking(Events.NOW, 1, Events.NOW);

    assertThat(
            ViewCodec.tree(ConstellationView.of(Map.of(Events.BETA, thinking), List.of()))
                .toString())
        .isEqualTo(
            "{\"beta\":{\"project_id\":\"beta\",\"activity\":0,\"online\":true,"
                + "\"state\":\"thinking\"}}");
  }

  @Test
  void an_event_counts_once_for_each_body_it_touches() {
    List<Event> events =
        List.of(
            Events.sent("hi"),
            Events.stopped(new Extinction.Held(GAMMA, Events.comet("x").id())),
            Events.operated(new Action.Unregister(GAMMA)),
            new Event.MessageSent(Events.wave("all"), Events.NOW));

    assertThat(ConstellationView.of(Map.of(), events).stars().values())
        .extracting(star -> star.id() + " " + star.activity())
        .containsExactly("alpha 3", "beta 2", "gamma 2");
  }

  @Test
  @DisplayName("D50: one bad record does not break a view")
  void d50_one_bad_record_does_not_break_a_view() {
    List<Event> events =
        List.of(
            EventCodec.decode("garbage"),
            EventCodec.decode(
                "{\"event_type\": \"terminated\", \"ts\": \"+999999999-12-31T23:59:59-18:00\"}"),
            Events.sent("hi"));

    assertThat(Timeline.of(events).hops()).hasSize(1);
    assertThat(ViewCodec.tree(ExtinctionLog.of(events)).get(0).path("ts").isNull()).isTrue();
    assertThat(ViewCodec.tree(new Recorded("1-0", events.getFirst())).toString())
        .isEqualTo("{\"id\":\"1-0\",\"record\":\"garbage\"}");
    assertThat(events.get(1)).extracting("at").isEqualTo(Instant.EPOCH);
  }

  @Test
  void an_identity_made_for_one_question_is_no_star_once_it_is_gone() {
    ProjectId asker = new ProjectId("consult-1a2b");
    List<Event> events = List.of(Events.operated(new Action.Consult(Events.CONVERSATION, asker)));
    assertThat(ConstellationView.of(Map.of(), events).stars()).isEmpty();
    assertThat(ConstellationView.of(Map.of(asker, new Presence.Offline()), events).stars())
        .containsOnlyKeys("consult-1a2b");
  }
}
