package aether.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.AuditRecord;
import aether.bus.AuditTrail;
import aether.bus.AuditTrail.Verdict;
import aether.bus.Body;
import aether.bus.Presence;
import aether.bus.write.ControlSwitch.Removal;
import aether.event.Action;
import aether.event.Event;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.Recipient;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code AuditTrail} promises, and that every operator's deed is joined on to it. */
public abstract class AuditContract extends BusContract {
  private static final ConversationId ONE = new ConversationId("c1");

  @Test
  void a_trail_without_deeds_is_whole() {
    assertThat(trail().latest(10)).isEmpty();
    assertThat(trail().verify()).isEqualTo(new Verdict.Whole(0, AuditRecord.NONE));
  }

  @Test
  void every_deed_of_an_operator_stands_in_the_mirror_and_in_the_trail() {
    everything();

    List<Event> deeds = events().stream().filter(Event.Operated.class::isInstance).toList();
    assertThat(deeds).hasSize(17);
    assertThat(trail().latest(100)).map(AuditRecord::event).isEqualTo(deeds);
    assertThat(trail().verify())
        .isInstanceOfSatisfying(
            Verdict.Whole.class, whole -> assertThat(whole.records()).isEqualTo(17));
  }

  @Test
  void each_record_holds_the_hash_of_the_one_before() {
    everything();

    List<AuditRecord> records = trail().after(AuditTrail.START, 100);
    assertThat(records).map(AuditRecord::number).isEqualTo(numbers(records.size()));
    assertThat(records.getFirst().previous()).isEqualTo(AuditRecord.NONE);
    for (int i = 1; i < records.size(); i++) {
      assertThat(records.get(i).previous()).isEqualTo(records.get(i - 1).hash());
    }
    assertThat(trail().head())
        .contains(new AuditTrail.Head(records.size(), records.getLast().hash()));
  }

  @Test
  void what_a_session_asks_for_itself_is_no_operators_deed() {
    Envelope question = messages.comet("frontend", "backend", "hi");
    bus.outbox()
        .send(question, List.of(operated(new Action.Ask(question.conversation(), BACKEND))));
    assertThat(trail().latest(10)).isEmpty();
  }

  @Test
  void the_trail_is_read_page_by_page() {
    bus.controlSwitch().pause(ONE, "ana");
    bus.controlSwitch().resume(ONE, "ana");
    bus.controlSwitch().pause(BACKEND, "ana");

    List<AuditRecord> first = trail().after(AuditTrail.START, 2);
    List<AuditRecord> second = trail().after(first.getLast().position(), 2);

    assertThat(first).map(AuditRecord::number).containsExactly(1L, 2L);
    assertThat(second).map(AuditRecord::number).containsExactly(3L);
    assertThat(trail().latest(2)).map(AuditRecord::number).containsExactly(2L, 3L);
  }

  @Test
  void a_body_that_is_online_is_unregistered_only_by_force() {
    bus.registrar().register(new Body(BACKEND, "it", List.of()), false);
    bus.heartbeat(BACKEND, LONG).beat(new Presence.Idle(bus.clock().instant()));

    assertThat(bus.controlSwitch().unregister(BACKEND, false, "ana")).isEqualTo(Removal.ONLINE);
    assertThat(bus.directory().find(BACKEND)).isPresent();
    assertThat(bus.controlSwitch().unregister(BACKEND, true, "ana")).isEqualTo(Removal.REMOVED);
    assertThat(bus.directory().find(BACKEND)).isEmpty();
    assertThat(bus.liveness().presence(List.of(BACKEND)))
        .containsEntry(BACKEND, new Presence.Offline());
    assertThat(bus.controlSwitch().unregister(BACKEND, false, "ana")).isEqualTo(Removal.ABSENT);

    assertThat(trail().latest(10))
        .map(record -> ((Event.Operated) record.event()).action())
        .containsExactly(
            new Action.Refused(
                "unregister",
                Optional.empty(),
                Optional.of(BACKEND),
                "it is online, and nobody insisted"),
            new Action.Unregister(BACKEND),
            new Action.Unregister(BACKEND));
  }

  @Test
  void unregistering_leaves_the_queue_alone() {
    bus.registrar().register(new Body(BACKEND, "it", List.of()), false);
    bus.outbox().send(messages.comet("frontend", "backend", "hi"), List.of());
    assertThat(bus.controlSwitch().unregister(BACKEND, false, "ana")).isEqualTo(Removal.REMOVED);
    assertThat(bus.liveness().queued(BACKEND)).isEqualTo(1);
  }

  private void everything() {
    Envelope message = messages.comet("operator", "backend", "hi");
    var control = bus.controlSwitch();
    control.pause(ONE, "ana");
    control.resume(ONE, "ben");
    control.terminate(ONE, "eve");
    control.resume(ONE, "eve");
    control.kill(BACKEND, "eve");
    control.kill(BACKEND, "eve");
    control.revive(BACKEND, "dan");
    control.pause(BACKEND, "dan");
    control.resume(BACKEND, "dan");
    control.askFirst(BACKEND, true, "dan");
    control.askFirst(ONE, true, "dan");
    control.unregister(BACKEND, false, "dan");
    bus.outbox()
        .send(
            message,
            List.of(
                operated(new Action.Inject(message.conversation(), message.to(), message.id()))));
    bus.journal().append(List.of(operated(new Action.GrantBudget(BACKEND, BigDecimal.ONE))));
    bus.journal()
        .append(
            List.of(
                operated(new Action.Refused("pause", Optional.of(ONE), Optional.empty(), "no")),
                operated(
                    new Action.Inject(ONE, new Recipient.Everyone(false), new MessageId("m-9")))));
    control.askFirst(ONE, false, "dan");
  }

  private Event operated(Action action) {
    return new Event.Operated("ana", action, bus.clock().instant());
  }

  private AuditTrail trail() {
    return bus.auditTrail();
  }

  private static List<Long> numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Long::valueOf).toList();
  }
}
