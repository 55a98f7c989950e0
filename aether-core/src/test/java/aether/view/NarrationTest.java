package aether.view;

import static org.assertj.core.api.Assertions.assertThat;

import aether.event.Action;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Events;
import aether.event.Extinction;
import aether.event.Milestone;
import aether.event.TurnUsage;
import aether.view.Narration.Tone;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NarrationTest {
  @Test
  void a_message_tells_its_route_its_intent_its_hop_and_its_words() {
    assertThat(tell(Events.sent("Which field is the order id?")))
        .isEqualTo(
            new Narration(
                Tone.MESSAGE,
                "12:34:56  alpha → beta  ask  hop 0/8  \"Which field is the order id?\""));
  }

  @Test
  void long_words_are_cut_and_put_on_one_line() {
    assertThat(tell(Events.sent("a\n".repeat(100))).text())
        .endsWith("\"" + "a ".repeat(39) + "a…\"")
        .doesNotContain("\n");
  }

  @Test
  void the_time_is_that_of_the_zone() {
    assertThat(Narration.of(Events.sent("hi"), ZoneId.of("Asia/Taipei")).text())
        .startsWith("20:34:56  ");
  }

  @Test
  void milestones_are_thinking() {
    assertThat(tell(Events.step(Events.BETA, new Milestone.TurnStart())))
        .isEqualTo(new Narration(Tone.THINKING, "12:34:56  beta  agent started"));
    assertThat(tell(Events.step(Events.BETA, new Milestone.ToolUse("Read"))).text())
        .endsWith("beta  uses Read");
    assertThat(tell(Events.step(Events.BETA, new Milestone.TurnDone("success"))).text())
        .endsWith("beta  turn done (success)");
    assertThat(tell(Events.step(Events.BETA, new Milestone.Text("hmm"))).text())
        .endsWith("beta  writes  \"hmm\"");
  }

  @Test
  void what_is_done_tells_its_cost_where_it_is_known() {
    assertThat(tell(Events.done("looked it up", Optional.of(Events.USAGE))))
        .isEqualTo(
            new Narration(
                Tone.DONE, "12:34:56  beta  done  $0.0123  4.2 s  opus  \"looked it up\""));
    assertThat(tell(Events.done("", Optional.empty())).text()).isEqualTo("12:34:56  beta  done");
  }

  @Test
  void an_absurd_cost_is_told_as_it_was_written() {
    TurnUsage absurd =
        new TurnUsage(
            Optional.of(new BigDecimal("1E+999999999")),
            Optional.empty(),
            Optional.empty(),
            Duration.ofMinutes(3),
            Optional.empty());

    assertThat(tell(Events.done("", Optional.of(absurd))).text())
        .endsWith("$1E+999999999  3 min 0 s");
  }

  @Test
  void an_extinction_tells_its_rule_its_measure_and_its_limit() {
    assertThat(tell(Events.stopped(new Extinction.Horizon(8, 8, "max_hops"))))
        .isEqualTo(new Narration(Tone.STOPPED, "12:34:56  ✕ horizon: hop 8 of 8  alpha → beta"));
    assertThat(
            tell(Events.stopped(new Extinction.Horizon(8, Optional.empty(), Optional.empty())))
                .text())
        .contains("✕ horizon: hop 8 of 8");
    assertThat(tell(Events.stopped(new Extinction.RateLimited(21, 20))).text())
        .contains("✕ rate: message 21 of this minute, 20 allowed");
  }

  @Test
  void every_extinction_has_words_of_its_own() {
    assertThat(Events.extinctions())
        .extracting(why -> tell(Events.stopped(why)).text())
        .allMatch(text -> text.matches("12:34:56 {2}[✕◌] [a-z_]+: .+ {2}(alpha|beta).*"));
  }

  @Test
  void what_only_waits_is_not_crossed_out() {
    assertThat(tell(Events.stopped(new Extinction.Held(Events.ALPHA, Events.comet("x").id()))))
        .isEqualTo(
            new Narration(
                Tone.STOPPED,
                "12:34:56  ◌ recipient_offline: alpha is offline; the reply waits  beta → alpha"));
  }

  @Test
  void an_action_tells_who_did_what() {
    assertThat(tell(Events.operated(new Action.Pause(Events.CONVERSATION))))
        .isEqualTo(new Narration(Tone.OPERATOR, "12:34:56  operator  pause c-1"));
  }

  @Test
  void what_is_not_understood_is_told_as_such() {
    assertThat(tell(EventCodec.decode("{\"kind\": \"dance\\u001b[2J\"}")))
        .isEqualTo(new Narration(Tone.UNKNOWN, "--:--:--  a record of kind 'dance␛[2J'"));
    assertThat(tell(EventCodec.decode("garbage")).tone()).isEqualTo(Tone.UNKNOWN);
  }

  private static Narration tell(Event event) {
    return Narration.of(event, ZoneOffset.UTC);
  }
}
