package aether.view;

import static org.assertj.core.api.Assertions.assertThat;

import aether.event.Action;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Events;
import aether.event.Extinction;
import aether.event.Milestone;
import aether.message.Envelope;
import aether.view.Synopsis.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One conversation in the two shapes the page shows: in a few words, and whole. */
class WaterfallTest {
  private final List<Event> events = new ArrayList<>();
  private Instant now = Events.NOW;

  @Test
  void a_turn_stands_under_its_message_with_what_it_took() {
    Envelope asked = say(Events.comet("which field?"));
    begin(asked);
    step(new Milestone.TurnStart());
    step(new Milestone.ToolUse("Read"));
    step(new Milestone.TurnDone("success"));
    done(asked, "named it");

    Waterfall.Hop hop = (Waterfall.Hop) rows().getFirst();
    Waterfall.Turn turn = hop.turns().getFirst();
    assertThat(turn.project()).isEqualTo(Events.BETA);
    assertThat(turn.queued()).isEqualTo(Duration.ofSeconds(1));
    assertThat(turn.steps()).extracting(Waterfall.Step::milestone).hasSize(3);
    assertThat(turn.ended()).contains(now);
    assertThat(turn.summary()).contains("named it");
    assertThat(turn.usage()).contains(Events.USAGE);
    assertThat(rows()).hasSize(1);
  }

  @Test
  void a_turn_that_nothing_has_ended_still_runs() {
    begin(say(Events.comet("which field?")));
    step(new Milestone.ToolUse("Read"));
    assertThat(((Waterfall.Hop) rows().getFirst()).turns().getFirst().ended()).isEmpty();
    assertThat(state()).isEqualTo(State.THINKING);
  }

  @Test
  void what_stopped_a_message_stands_under_it_and_says_what_was_measured() {
    Envelope last = say(Events.comet("and now?", 8));
    add(Event.Extinguished.of(last, new Extinction.Horizon(8, 8, "max_hops"), tick()));
    Waterfall.Stop stop = ((Waterfall.Hop) rows().getFirst()).stops().getFirst();
    assertThat(stop.words()).isEqualTo("hop 8 of 8");
    assertThat(stop.ends()).isTrue();
    assertThat(synopsis().standing().reason()).contains("horizon");
    assertThat(state()).isEqualTo(State.ENDED);
  }

  @Test
  void a_message_whose_own_record_is_gone_is_told_from_what_became_of_it() {
    done(Events.comet("long ago"), "answered");
    Waterfall.Hop hop = (Waterfall.Hop) rows().getFirst();
    assertThat(hop.seq()).isEmpty();
    assertThat(hop.said().text()).isEqualTo("long ago");
    assertThat(hop.turns()).hasSize(1);
  }

  @Test
  void d50_a_record_nobody_can_read_stands_where_it_came() {
    say(Events.comet("one"));
    add(EventCodec.decode("{\"kind\": \"weather\", \"conversation_id\": \"c-1\"}"));
    add(Events.operated(new Action.Pause(Events.CONVERSATION)));
    assertThat(rows())
        .extracting(row -> row.getClass().getSimpleName())
        .containsExactly("Hop", "Stray", "Deed");
    assertThat(state()).isEqualTo(State.PAUSED);
  }

  @Test
  void d54_what_waits_has_not_ended() {
    Envelope asked = say(Events.comet("which field?"));
    begin(asked);
    add(Event.Extinguished.of(asked, new Extinction.Held(Events.ALPHA, asked.id()), tick()));
    assertThat(state()).isEqualTo(State.THINKING);
    done(asked, "answered");
    assertThat(state()).isEqualTo(State.AT_REST);
    Envelope next = say(Events.comet("and this?", 1));
    add(
        Event.Extinguished.of(
            next, new Extinction.BudgetExhausted(Events.BETA, "day", "$2", "$2"), tick()));
    assertThat(state()).isEqualTo(State.WAITING);
  }

  @Test
  void its_cost_is_that_of_all_its_turns() {
    Envelope asked = say(Events.comet("which field?"));
    assertThat(state()).isEqualTo(State.OPEN);
    done(asked, "one");
    done(say(Events.comet("and then?", 1)), "two");
    assertThat(synopsis().cost()).isEqualByComparingTo("0.0246");
    assertThat(synopsis().opening()).isEqualTo("which field?");
    assertThat(state()).isEqualTo(State.AT_REST);
  }

  @Test
  void a_glimpse_is_one_line_however_long_the_text() {
    Glimpse seen = Glimpse.of(Events.sent("a\nb".repeat(200)));
    assertThat(seen.words()).doesNotContain("\n").hasSizeLessThan(200);
    assertThat(seen.leg().from()).isEqualTo("alpha");
    assertThat(seen.kind()).isEqualTo(Glimpse.Kind.MESSAGE);
  }

  private Instant tick() {
    now = now.plusSeconds(1);
    return now;
  }

  private void add(Event event) {
    events.add(event);
  }

  private Envelope say(Envelope envelope) {
    add(new Event.MessageSent(envelope, now));
    return envelope;
  }

  private void begin(Envelope envelope) {
    add(new Event.ProcessingStarted(envelope, Events.BETA, tick()));
  }

  private void step(Milestone milestone) {
    add(new Event.Progress(Optional.of(Events.CONVERSATION), Events.BETA, milestone, tick()));
  }

  private void done(Envelope envelope, String summary) {
    add(
        new Event.ProcessingDone(
            envelope, Events.BETA, summary, Optional.empty(), Optional.of(Events.USAGE), tick()));
  }

  private List<Waterfall.Row> rows() {
    return Waterfall.of(Events.CONVERSATION, events).rows();
  }

  private Synopsis synopsis() {
    return Synopsis.of(Events.CONVERSATION, events);
  }

  private State state() {
    return synopsis().standing().state();
  }
}
