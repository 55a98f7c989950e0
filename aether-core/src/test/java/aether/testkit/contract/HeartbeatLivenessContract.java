package aether.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.bus.Presence;
import aether.bus.write.Heartbeat;
import aether.message.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code Heartbeat} and {@code Liveness} promise. */
public abstract class HeartbeatLivenessContract extends BusContract {
  @Test
  void who_never_beat_is_offline() {
    assertThat(presence(BACKEND)).isEqualTo(new Presence.Offline());
  }

  @Test
  void who_beats_is_online_until_the_beat_expires() {
    bus.heartbeat(BACKEND, TTL).beat(new Presence.Idle(second()));
    assertThat(presence(BACKEND).isOnline()).isTrue();
    bus.pass(LONGER_THAN_TTL);
    assertThat(presence(BACKEND)).isEqualTo(new Presence.Offline());
  }

  @Test
  void each_beat_lasts_another_ttl() {
    Heartbeat heartbeat = bus.heartbeat(BACKEND, TTL);
    for (int i = 0; i < 3; i++) {
      heartbeat.beat(new Presence.Idle(second()));
      bus.pass(TTL.dividedBy(2));
    }
    assertThat(presence(BACKEND).isOnline()).isTrue();
  }

  @Test
  void d6_what_a_body_is_doing_can_be_seen() {
    Heartbeat heartbeat = bus.heartbeat(BACKEND, LONG);
    Instant now = second();
    for (Presence presence :
        List.of(
            new Presence.Idle(now),
            new Presence.Idle(now, Optional.of(now.minusSeconds(90))),
            new Presence.Thinking(now, 2, now.minusSeconds(7)),
            new Presence.Suspended(now, "claude is not logged in; run claude login"),
            new Presence.Suspended(now, "the sign is up", Optional.of(now.minusSeconds(60))),
            new Presence.Idle(now))) {
      heartbeat.beat(presence);
      assertThat(presence(BACKEND)).isEqualTo(presence);
    }
  }

  @Test
  void who_stops_is_offline_at_once() {
    Heartbeat heartbeat = bus.heartbeat(BACKEND, LONG);
    heartbeat.beat(new Presence.Thinking(second(), 1, second()));
    heartbeat.stop();
    assertThat(presence(BACKEND)).isEqualTo(new Presence.Offline());
  }

  @Test
  void a_body_that_was_ended_is_seen_as_such_although_it_beats() {
    bus.heartbeat(BACKEND, LONG).beat(new Presence.Idle(second()));
    bus.controlSwitch().kill(BACKEND, "operator");
    assertThat(presence(BACKEND)).isEqualTo(new Presence.Killed());
    bus.controlSwitch().revive(BACKEND, "operator");
    assertThat(presence(BACKEND)).isEqualTo(new Presence.Idle(second()));
  }

  @Test
  void a_heart_cannot_beat_offline_or_killed() {
    Heartbeat heartbeat = bus.heartbeat(BACKEND, LONG);
    assertThatThrownBy(() -> heartbeat.beat(new Presence.Offline()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> heartbeat.beat(new Presence.Killed()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(presence(BACKEND)).isEqualTo(new Presence.Offline());
  }

  @Test
  void many_are_asked_for_at_once_and_each_is_answered() {
    bus.heartbeat(BACKEND, LONG).beat(new Presence.Idle(second()));
    ProjectId nobody = new ProjectId("nobody");
    assertThat(bus.liveness().presence(List.of(BACKEND, FRONTEND, nobody)))
        .containsOnlyKeys(BACKEND, FRONTEND, nobody)
        .containsEntry(BACKEND, new Presence.Idle(second()))
        .containsEntry(nobody, new Presence.Offline());
    assertThat(bus.liveness().presence(List.of())).isEmpty();
  }

  @Test
  void what_waits_in_an_inbox_is_counted_read_or_not() {
    delivered(messages.comet("frontend", "backend", "one"));
    bus.outbox().send(messages.comet("frontend", "backend", "two"), List.of());
    assertThat(bus.liveness().queued(BACKEND)).isEqualTo(2);
    assertThat(bus.liveness().queued(FRONTEND)).isZero();
  }

  private Presence presence(ProjectId id) {
    return bus.liveness().presence(List.of(id)).get(id);
  }

  /** A beat is kept to the second. */
  private static Instant second() {
    return Instant.parse("2026-01-05T10:00:00Z");
  }
}
