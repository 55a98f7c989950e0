package aether.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.bus.Body;
import aether.bus.Presence;
import aether.bus.write.Registrar.Registration;
import aether.message.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code Registrar} and {@code Directory} promise. */
public abstract class RegistrarDirectoryContract extends BusContract {
  private static final Body FIRST = new Body(BACKEND, "the API", List.of("orders", "users"));
  private static final Body OTHER = new Body(BACKEND, "another API", List.of("orders"));
  private static final ProjectId TRANSIENT = new ProjectId("consult-1234");

  @Test
  void who_registers_is_found() {
    assertThat(bus.registrar().register(FIRST, false)).isEqualTo(new Registration.Added());
    assertThat(bus.directory().find(BACKEND)).contains(FIRST);
    assertThat(bus.directory().find(FRONTEND)).isEmpty();
  }

  @Test
  void registering_is_additive_and_the_bodies_come_in_order_of_ids() {
    Body frontend = new Body(FRONTEND, "\u524d\u7aef \"pages\"\nline", List.of());
    bus.registrar().register(frontend, false);
    bus.registrar().register(FIRST, false);
    assertThat(bus.directory().bodies().values()).containsExactly(FIRST, frontend);
  }

  @Test
  void the_same_content_again_changes_nothing() {
    bus.registrar().register(FIRST, false);
    assertThat(bus.registrar().register(FIRST, false)).isEqualTo(new Registration.Unchanged());
    assertThat(bus.registrar().register(FIRST, true)).isEqualTo(new Registration.Unchanged());
  }

  @Test
  void another_content_under_the_same_id_is_refused() {
    bus.registrar().register(FIRST, false);
    assertThat(bus.registrar().register(OTHER, false)).isEqualTo(new Registration.Conflict(FIRST));
    assertThat(bus.directory().find(BACKEND)).contains(FIRST);
  }

  @Test
  void force_replaces_and_says_what_stood_there() {
    bus.registrar().register(FIRST, false);
    assertThat(bus.registrar().register(OTHER, true)).isEqualTo(new Registration.Replaced(FIRST));
    assertThat(bus.directory().find(BACKEND)).contains(OTHER);
  }

  @Test
  void unregistering_removes_entry_and_heartbeat_but_no_mail() {
    bus.registrar().register(FIRST, false);
    beat(BACKEND);
    bus.outbox().send(messages.comet("frontend", "backend", "one"), List.of());

    assertThat(bus.registrar().unregister(BACKEND)).isTrue();
    assertThat(bus.directory().find(BACKEND)).isEmpty();
    assertThat(presence(BACKEND)).isEqualTo(new Presence.Offline());
    assertThat(bus.liveness().queued(BACKEND)).isEqualTo(1);
  }

  @Test
  void what_waits_for_each_body_is_counted_whatever_else_is_asked_for() {
    bus.registrar().register(FIRST, false);
    bus.outbox().send(messages.comet("frontend", "backend", "one"), List.of());
    bus.outbox().send(messages.comet("frontend", "backend", "two"), List.of());

    assertThat(bus.liveness().queues(List.of(BACKEND, FRONTEND, new ProjectId("no inbox*"))))
        .containsOnly(Map.entry(BACKEND, 2L), Map.entry(FRONTEND, 0L));
    assertThat(bus.liveness().queues(List.of())).isEmpty();
  }

  @Test
  void unregistering_who_is_not_there_says_so() {
    assertThat(bus.registrar().unregister(BACKEND)).isFalse();
  }

  @Test
  void dismissing_a_transient_identity_leaves_no_trace_of_it() {
    bus.registrar().register(new Body(TRANSIENT, "asks once", List.of()), false);
    beat(TRANSIENT);
    opened(TRANSIENT);
    bus.outbox().send(messages.comet("backend", TRANSIENT.value(), "late answer"), List.of());

    bus.registrar().dismiss(TRANSIENT);
    assertThat(bus.directory().find(TRANSIENT)).isEmpty();
    assertThat(presence(TRANSIENT)).isEqualTo(new Presence.Offline());
    assertThat(bus.liveness().queued(TRANSIENT)).isZero();
  }

  @Test
  void d40_dismissing_a_body_is_refused() {
    bus.registrar().register(FIRST, false);
    beat(BACKEND);
    bus.outbox().send(messages.comet("frontend", "backend", "one"), List.of());

    assertThatThrownBy(() -> bus.registrar().dismiss(BACKEND))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("backend");
    assertThat(bus.directory().find(BACKEND)).contains(FIRST);
    assertThat(presence(BACKEND).isOnline()).isTrue();
    assertThat(bus.liveness().queued(BACKEND)).isEqualTo(1);
  }

  private void beat(ProjectId id) {
    bus.heartbeat(id, LONG).beat(new Presence.Idle(Instant.parse("2026-01-05T10:00:00Z")));
  }

  private Presence presence(ProjectId id) {
    return bus.liveness().presence(List.of(id)).get(id);
  }
}
