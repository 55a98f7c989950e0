package aether.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.ControlState;
import aether.bus.Presence;
import aether.bus.write.Entry;
import aether.bus.write.Settled;
import aether.event.Action;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.ConversationId;
import aether.message.Envelope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code ControlSwitch} and {@code Control} promise. */
public abstract class ControlContract extends BusContract {
  private static final ConversationId ONE = new ConversationId("c1");
  private static final ConversationId TWO = new ConversationId("c2");

  @Test
  void what_nobody_has_decided_about_is_active() {
    assertThat(state(ONE)).isEqualTo(ControlState.ACTIVE);
    assertThat(bus.control().isKilled(BACKEND)).isFalse();
  }

  @Test
  void a_pause_is_seen_and_ended() {
    assertThat(bus.controlSwitch().pause(ONE, "operator")).isEqualTo(ControlState.PAUSED);
    assertThat(state(ONE)).isEqualTo(ControlState.PAUSED);
    assertThat(state(TWO)).isEqualTo(ControlState.ACTIVE);
    assertThat(bus.controlSwitch().resume(ONE, "operator")).isEqualTo(ControlState.ACTIVE);
    assertThat(state(ONE)).isEqualTo(ControlState.ACTIVE);
  }

  @Test
  void d53_a_killed_conversation_stays_killed_and_resume_says_so() {
    bus.controlSwitch().terminate(ONE, "operator");
    assertThat(bus.controlSwitch().resume(ONE, "operator")).isEqualTo(ControlState.KILLED);
    assertThat(bus.controlSwitch().pause(ONE, "operator")).isEqualTo(ControlState.KILLED);
    assertThat(state(ONE)).isEqualTo(ControlState.KILLED);
  }

  @Test
  void a_paused_conversation_can_be_ended() {
    bus.controlSwitch().pause(ONE, "operator");
    bus.controlSwitch().terminate(ONE, "operator");
    assertThat(state(ONE)).isEqualTo(ControlState.KILLED);
  }

  @Test
  void d33_a_killed_body_can_be_revived() {
    bus.controlSwitch().kill(BACKEND, "operator");
    assertThat(bus.control().isKilled(BACKEND)).isTrue();
    assertThat(bus.control().isKilled(FRONTEND)).isFalse();
    assertThat(bus.controlSwitch().revive(BACKEND, "operator")).isTrue();
    assertThat(bus.control().isKilled(BACKEND)).isFalse();
    assertThat(bus.controlSwitch().revive(BACKEND, "operator")).isFalse();
  }

  @Test
  void a_body_is_paused_and_resumed_and_says_so_while_it_is_online() {
    assertThat(bus.controlSwitch().pause(BACKEND, "operator")).isTrue();
    assertThat(bus.controlSwitch().pause(BACKEND, "operator")).isFalse();
    assertThat(bus.control().isPaused(BACKEND)).isTrue();
    assertThat(bus.control().isPaused(FRONTEND)).isFalse();
    assertThat(bus.control().isKilled(BACKEND)).isFalse();
    assertThat(presence()).isEqualTo(new Presence.Offline());
    Instant now = bus.clock().instant();
    bus.heartbeat(BACKEND, LONG).beat(new Presence.Idle(now));
    assertThat(presence()).isEqualTo(new Presence.Suspended(now, "paused by the operator"));
    assertThat(bus.controlSwitch().resume(BACKEND, "operator")).isTrue();
    assertThat(bus.controlSwitch().resume(BACKEND, "operator")).isFalse();
    assertThat(presence()).isEqualTo(new Presence.Idle(now));
  }

  @Test
  void the_conversations_of_a_paused_body_are_paused_for_it_alone() {
    Envelope question = messages.comet("frontend", "backend", "hi");
    Entry entry = delivered(question);
    bus.controlSwitch().pause(BACKEND, "operator");

    assertThat(log().look(question, bus.clock().instant()).conversation())
        .isEqualTo(ControlState.PAUSED);
    assertThat(state(question.conversation())).isEqualTo(ControlState.ACTIVE);
    assertThat(ownedLog().settle(answered(question, entry)))
        .isEqualTo(new Settled.Overruled(ControlState.PAUSED, false));

    bus.controlSwitch().terminate(question.conversation(), "operator");
    assertThat(log().look(question, bus.clock().instant()).conversation())
        .isEqualTo(ControlState.KILLED);
  }

  @Test
  void many_conversations_are_asked_for_at_once() {
    bus.controlSwitch().pause(ONE, "operator");
    assertThat(bus.control().conversations(List.of(ONE, TWO)))
        .containsOnlyKeys(ONE, TWO)
        .containsEntry(ONE, ControlState.PAUSED)
        .containsEntry(TWO, ControlState.ACTIVE);
    assertThat(bus.control().conversations(List.of())).isEmpty();
  }

  @Test
  void each_decision_is_audited_with_its_actor() {
    bus.controlSwitch().pause(ONE, "ana");
    bus.controlSwitch().resume(ONE, "ben");
    bus.controlSwitch().kill(BACKEND, "eve");
    bus.controlSwitch().revive(BACKEND, "dan");

    assertThat(events())
        .map(e -> ((Event.Operated) e).actor())
        .containsExactly("ana", "ben", "eve", "dan");
    assertThat(events())
        .map(e -> ((Event.Operated) e).action())
        .containsExactly(
            new Action.Pause(ONE),
            new Action.Resume(ONE),
            new Action.KillProject(BACKEND),
            new Action.ReviveProject(BACKEND));
  }

  @Test
  void ending_a_conversation_is_audited_and_told_as_its_end_at_once() {
    bus.controlSwitch().terminate(ONE, "operator");
    assertThat(events()).hasSize(2);
    assertThat(events()).filteredOn(Event.Operated.class::isInstance).hasSize(1);
    assertThat(events())
        .filteredOn(Event.Extinguished.class::isInstance)
        .singleElement()
        .satisfies(e -> {
          assertThat(e.conversation()).contains(ONE);
          assertThat(((Event.Extinguished) e).why()).isEqualTo(new Extinction.OperatorKill());
        });
  }

  private Presence presence() {
    return Optional.ofNullable(bus.liveness().presence(List.of(BACKEND)).get(BACKEND))
        .orElseThrow();
  }

  private ControlState state(ConversationId conversation) {
    return bus.control().conversations(List.of(conversation)).get(conversation);
  }
}
