package aether.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.bus.ControlState;
import aether.bus.write.Entry;
import aether.bus.write.LogEntry;
import aether.bus.write.ProcessingLog;
import aether.bus.write.ProcessingLog.Fenced;
import aether.bus.write.Reservation;
import aether.bus.write.Settled;
import aether.bus.write.Settlement;
import aether.bus.write.Settlement.SessionChange;
import aether.bus.write.Standing;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What {@code ProcessingLog} promises. */
public abstract class ProcessingLogContract extends BusContract {
  private static final Instant MINUTE = Instant.parse("2026-01-05T10:00:00Z");

  @Test
  void a_message_that_was_never_seen_has_no_log() {
    Standing standing = ownedLog().look(messages.comet("frontend", "backend", "one"), MINUTE);
    assertThat(standing)
        .isEqualTo(new Standing(ControlState.ACTIVE, false, Optional.empty(), Optional.empty(), 0));
  }

  @Test
  void d3_an_attempt_is_durable_before_it_is_made() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    Entry entry = delivered(envelope);
    ownedLog().reserve(reservation(envelope, entry, 1), MINUTE);
    ownedLog().reserve(reservation(envelope, entry, 2), MINUTE);

    LogEntry known = log().look(envelope, MINUTE).log().orElseThrow();
    assertThat(known.state()).isEqualTo(LogEntry.State.RECEIVED);
    assertThat(known.attempts()).isEqualTo(2);
    assertThat(known.sender()).contains("frontend");
  }

  @Test
  void the_events_of_a_reservation_are_written_with_it() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    Entry entry = delivered(envelope);
    Event started = new Event.ProcessingStarted(envelope, BACKEND, bus.clock().instant());
    ownedLog().reserve(new Reservation(envelope, entry, 1, false, List.of(started)), MINUTE);
    assertThat(events()).last().isInstanceOf(Event.ProcessingStarted.class);
  }

  @Test
  void what_reservations_note_is_read_again_in_order_by_the_next_process() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    Entry entry = delivered(envelope);
    assertThat(ownedLog().notes()).isEmpty();
    List.of("{\"n\":1}", "{\"n\":2}\n{\"n\":3}")
        .forEach(note ->
            ownedLog()
                .reserve(
                    new Reservation(envelope, entry, 1, false, List.of(), Optional.of(note)),
                    MINUTE));
    ownedLog().reserve(new Reservation(envelope, entry, 2, false, List.of()), MINUTE);

    assertThat(log().notes()).containsExactly("{\"n\":1}", "{\"n\":2}\n{\"n\":3}");
  }

  @Test
  void a_conversations_messages_are_counted_per_minute() {
    ConversationId conversation = new ConversationId("c1");
    assertThat(count(conversation, MINUTE)).isEqualTo(1);
    assertThat(count(conversation, MINUTE.plusSeconds(59))).isEqualTo(2);
    assertThat(count(new ConversationId("c2"), MINUTE.plusSeconds(59))).isEqualTo(1);
    assertThat(count(conversation, MINUTE.plusSeconds(60))).isEqualTo(1);
  }

  @Test
  void how_many_this_minute_has_seen_is_known_before_one_more_is_counted() {
    ConversationId conversation = new ConversationId("c1");
    count(conversation, MINUTE);
    count(conversation, MINUTE.plusSeconds(30));
    Envelope next = messages.comet("frontend", "backend", conversation, "next");

    assertThat(log().look(next, MINUTE.plusSeconds(59)).seenThisMinute()).isEqualTo(2);
    assertThat(log().look(next, MINUTE.plusSeconds(60)).seenThisMinute()).isZero();
  }

  @Test
  void d15_a_message_that_does_not_count_is_not_counted() {
    ConversationId conversation = new ConversationId("c1");
    Envelope envelope = messages.comet("frontend", "backend", conversation, "one");
    Entry entry = delivered(envelope);
    long counted =
        ownedLog().reserve(new Reservation(envelope, entry, 1, false, List.of()), MINUTE);
    assertThat(counted).isZero();
    assertThat(count(conversation, MINUTE)).isEqualTo(1);
  }

  @Test
  void a_reservation_taken_back_costs_no_attempt() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    Entry entry = delivered(envelope);
    ProcessingLog log = ownedLog();
    log.reserve(reservation(envelope, entry, 1), MINUTE);
    log.release(reservation(envelope, entry, 1));
    assertThat(log.look(envelope, MINUTE).log().map(LogEntry::attempts).orElse(0)).isZero();

    log.reserve(reservation(envelope, entry, 1), MINUTE);
    log.reserve(reservation(envelope, entry, 2), MINUTE);
    log.release(reservation(envelope, entry, 2));
    assertThat(log.look(envelope, MINUTE).log().map(LogEntry::attempts)).contains(1);
    assertThat(opened(BACKEND).unsettled("0-0", 10)).containsExactly(entry);
  }

  @Test
  void a_reservation_taken_back_gives_its_place_in_the_minute_back() {
    ConversationId conversation = new ConversationId("c1");
    assertThat(count(conversation, MINUTE)).isEqualTo(1);
    Envelope envelope = messages.comet("frontend", "backend", conversation, "two");
    Entry entry = delivered(envelope);
    ProcessingLog log = ownedLog();
    assertThat(log.reserve(reservation(envelope, entry, 1), MINUTE)).isEqualTo(2);

    log.release(reservation(envelope, entry, 1));
    assertThat(log.look(envelope, MINUTE).seenThisMinute()).isEqualTo(1);
    assertThat(log.reserve(reservation(envelope, entry, 1), MINUTE)).isEqualTo(2);
  }

  @Test
  void a_reservation_that_did_not_count_gives_nothing_back() {
    ConversationId conversation = new ConversationId("c1");
    assertThat(count(conversation, MINUTE)).isEqualTo(1);
    Envelope envelope = messages.comet("frontend", "backend", conversation, "two");
    Reservation uncounted = new Reservation(envelope, delivered(envelope), 1, false, List.of());
    ProcessingLog log = ownedLog();
    log.reserve(uncounted, MINUTE);

    log.release(uncounted);
    assertThat(log.look(envelope, MINUTE).seenThisMinute()).isEqualTo(1);
  }

  @Test
  void the_outcome_of_a_run_is_durable_and_nothing_else_has_happened_yet() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    Entry entry = delivered(envelope);
    ownedLog().reserve(reservation(envelope, entry, 1), MINUTE);
    log().record(envelope, "{\"reply\": \"42\"}", "session-1");

    LogEntry known = log().look(envelope, MINUTE).log().orElseThrow();
    assertThat(known.state()).isEqualTo(LogEntry.State.CLAUDE_DONE);
    assertThat(known.attempts()).isEqualTo(1);
    assertThat(known.claudeResult()).contains("{\"reply\": \"42\"}");
    assertThat(known.sessionId()).contains("session-1");
    assertThat(opened(BACKEND).unsettled("0-0", 10)).containsExactly(entry);
  }

  @Test
  void d12_settling_writes_reply_events_log_and_session_and_takes_the_entry_out() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    Entry entry = delivered(envelope);
    Settlement settlement = answered(envelope, entry);
    assertThat(ownedLog().settle(settlement)).isEqualTo(new Settled.Done());

    Envelope reply = settlement.reply().orElseThrow();
    assertThat(envelopes(opened(FRONTEND).next(10, PATIENCE))).containsExactly(reply);
    assertThat(announced()).containsExactly(envelope, reply);
    assertThat(events()).last().isInstanceOf(Event.ProcessingDone.class);
    Standing standing = log().look(envelope, MINUTE);
    assertThat(standing.sessionId()).contains("session-1");
    LogEntry known = standing.log().orElseThrow();
    assertThat(known.state()).isEqualTo(LogEntry.State.ACKED);
    assertThat(known.claudeResult()).contains("{\"answer\": 42}");
    assertThat(known.sessionId()).contains("session-1");
    assertThat(known.entry()).contains(entry.id());
    assertThat(opened(BACKEND).unsettled("0-0", 10)).isEmpty();
  }

  @Test
  void settling_twice_is_settling_once() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    Entry entry = delivered(envelope);
    Settlement settlement = answered(envelope, entry);
    ownedLog().settle(settlement);
    List<Event> before = events();

    assertThat(ownedLog().settle(settlement)).isEqualTo(new Settled.Done());
    assertThat(events()).isEqualTo(before);
    assertThat(bus.liveness().queued(FRONTEND)).isEqualTo(1);
  }

  @Test
  void d21_a_session_that_is_gone_is_forgotten() {
    Envelope first = messages.comet("frontend", "backend", "one");
    ownedLog().settle(answered(first, delivered(first)));
    Envelope second = messages.comet("frontend", "backend", first.conversation(), "two");
    Settlement plain = plain(second, delivered(second));
    log()
        .settle(
            new Settlement(
                plain.entry(),
                plain.message(),
                1,
                Optional.empty(),
                Optional.empty(),
                new SessionChange.Forget(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty()));
    assertThat(log().look(second, MINUTE).sessionId()).isEmpty();
  }

  @Test
  void a_session_is_kept_when_a_settlement_does_not_speak_of_it() {
    Envelope first = messages.comet("frontend", "backend", "one");
    ownedLog().settle(answered(first, delivered(first)));
    Envelope second = messages.comet("frontend", "backend", first.conversation(), "two");
    log().settle(plain(second, delivered(second)));
    assertThat(log().look(second, MINUTE).sessionId()).contains("session-1");
  }

  @Test
  void d1_an_entry_that_is_no_message_leaves_the_inbox_as_a_dead_letter() {
    Entry entry = delivered(messages.comet("frontend", "backend", "pretend this were garbage"));
    Event told =
        new Event.Extinguished(
            Optional.empty(),
            Optional.empty(),
            new Extinction.DeadLettered(
                Extinction.Cause.UNDECODABLE, BACKEND, entry.id(), "data: not JSON", 0),
            bus.clock().instant());
    Settlement settlement =
        new Settlement(
            entry,
            Optional.empty(),
            0,
            Optional.empty(),
            Optional.empty(),
            new SessionChange.Keep(),
            Optional.empty(),
            List.of(told),
            Optional.of(
                new Settlement.DeadLetter(Extinction.Cause.UNDECODABLE, "data: not JSON", 0)),
            Optional.empty());
    assertThat(ownedLog().settle(settlement)).isEqualTo(new Settled.Done());
    assertThat(ownedLog().settle(settlement)).isEqualTo(new Settled.Done());

    assertThat(opened(BACKEND).unsettled("0-0", 10)).isEmpty();
    assertThat(events()).hasSize(2).last().isInstanceOf(Event.Extinguished.class);
  }

  @Test
  void d8_an_owner_who_lost_the_body_writes_nothing() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    Entry entry = delivered(envelope);
    ProcessingLog stale = ownedLog();
    stale.reserve(reservation(envelope, entry, 1), MINUTE);
    bus.lease(BACKEND, LONG).release(OWNER);
    assertThat(bus.lease(BACKEND, LONG).acquire(RIVAL)).isEmpty();
    List<Event> before = events();

    for (ThrowingCallable write :
        List.<ThrowingCallable>of(
            () -> stale.reserve(reservation(envelope, entry, 2), MINUTE),
            () -> stale.record(envelope, "{}", "session-1"),
            () -> stale.release(reservation(envelope, entry, 1)),
            () -> stale.settle(answered(envelope, entry)))) {
      assertThatThrownBy(write).isInstanceOf(Fenced.class);
    }
    assertThat(events()).isEqualTo(before);
    assertThat(bus.liveness().queued(FRONTEND)).isZero();
    LogEntry known = bus.processingLog(BACKEND, RIVAL).look(envelope, MINUTE).log().orElseThrow();
    assertThat(known.state()).isEqualTo(LogEntry.State.RECEIVED);
    assertThat(known.attempts()).isEqualTo(1);
    assertThat(opened(BACKEND).unsettled("0-0", 10)).containsExactly(entry);
  }

  @Test
  void an_owner_whose_lease_has_lapsed_may_write_while_nobody_else_has_taken_it() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    Entry entry = delivered(envelope);
    bus.lease(BACKEND, TTL).acquire(OWNER);
    bus.pass(LONGER_THAN_TTL);
    assertThat(bus.lease(BACKEND, TTL).renew(OWNER)).isTrue();
    assertThat(log().settle(plain(envelope, entry))).isEqualTo(new Settled.Done());
  }

  @Test
  void d10_no_reply_goes_out_once_the_conversation_is_ended() {
    overruled(
        envelope -> bus.controlSwitch().terminate(envelope.conversation(), "operator"),
        new Settled.Overruled(ControlState.KILLED, false));
  }

  @Test
  void no_reply_goes_out_while_the_conversation_is_paused() {
    overruled(
        envelope -> bus.controlSwitch().pause(envelope.conversation(), "operator"),
        new Settled.Overruled(ControlState.PAUSED, false));
  }

  @Test
  void no_reply_goes_out_of_a_body_that_was_ended() {
    overruled(
        _ -> bus.controlSwitch().kill(BACKEND, "operator"),
        new Settled.Overruled(ControlState.ACTIVE, true));
  }

  @Test
  void a_settlement_without_a_reply_is_written_whatever_the_operator_decided() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    Entry entry = delivered(envelope);
    bus.controlSwitch().terminate(envelope.conversation(), "operator");
    assertThat(ownedLog().settle(plain(envelope, entry))).isEqualTo(new Settled.Done());
    assertThat(opened(BACKEND).unsettled("0-0", 10)).isEmpty();
  }

  @Test
  void d24_a_message_of_another_sender_under_the_same_id_is_another_message() {
    Envelope real = messages.comet("frontend", "backend", "one");
    Envelope forged =
        new Envelope(
            real.id(),
            real.conversation(),
            new ProjectId("mallory"),
            new Recipient.Project(BACKEND),
            Optional.empty(),
            real.hops(),
            real.createdAt(),
            real.content());
    ProcessingLog log = ownedLog();
    assertThat(log.look(forged, MINUTE).log()).isEmpty();
    log.settle(plain(forged, delivered(forged)));
    assertThat(log.look(forged, MINUTE).log()).map(LogEntry::state).contains(LogEntry.State.ACKED);
    assertThat(log.look(real, MINUTE).log()).isEmpty();

    Settlement settlement = answered(real, delivered(real));
    log.settle(settlement);
    assertThat(envelopes(opened(FRONTEND).next(10, PATIENCE)))
        .containsExactly(settlement.reply().orElseThrow());
    assertThat(log().look(real, MINUTE).log()).map(LogEntry::state).contains(LogEntry.State.ACKED);
    assertThat(log().look(forged, MINUTE).log())
        .map(LogEntry::state)
        .contains(LogEntry.State.ACKED);
  }

  @Test
  void a_second_copy_of_a_settled_message_is_settled_and_the_outcome_stays_known() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    Entry first = delivered(envelope);
    ownedLog().settle(answered(envelope, first));
    Entry second = delivered(envelope);
    ownedLog().settle(plain(envelope, second));

    LogEntry known = log().look(envelope, MINUTE).log().orElseThrow();
    assertThat(known.state()).isEqualTo(LogEntry.State.ACKED);
    assertThat(known.claudeResult()).contains("{\"answer\": 42}");
    assertThat(known.entry()).contains(first.id());
    assertThat(opened(BACKEND).unsettled("0-0", 10)).isEmpty();
    assertThat(bus.liveness().queued(BACKEND)).isZero();
  }

  @Test
  void a_reply_waits_in_the_inbox_of_a_body_that_is_not_there() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    ownedLog().settle(answered(envelope, delivered(envelope)));
    assertThat(bus.liveness().queued(FRONTEND)).isEqualTo(1);
  }

  private long count(ConversationId conversation, Instant now) {
    Envelope envelope = messages.comet("frontend", "backend", conversation, "one");
    return ownedLog().reserve(reservation(envelope, delivered(envelope), 1), now);
  }

  private void overruled(Consumer<Envelope> decision, Settled expected) {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    Entry entry = delivered(envelope);
    decision.accept(envelope);
    List<Event> before = events();

    assertThat(ownedLog().settle(answered(envelope, entry))).isEqualTo(expected);
    assertThat(events()).isEqualTo(before);
    assertThat(bus.liveness().queued(FRONTEND)).isZero();
    assertThat(log().look(envelope, MINUTE).log()).isEmpty();
    assertThat(opened(BACKEND).unsettled("0-0", 10)).containsExactly(entry);
  }
}
