package aether.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.DeadLetter;
import aether.bus.DeadLetters;
import aether.bus.write.DeadLetterOffice.Retry;
import aether.bus.write.Entry;
import aether.bus.write.Inbox;
import aether.bus.write.LogEntry;
import aether.bus.write.Settlement;
import aether.bus.write.Settlement.SessionChange;
import aether.event.Action;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.ProjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What {@code DeadLetters} and {@code DeadLetterOffice} promise. */
public abstract class DeadLetterContract extends BusContract {
  @Test
  void where_nothing_died_there_is_no_letter() {
    assertThat(letters()).isEmpty();
    assertThat(bus.deadLetters().find(BACKEND, "1-0")).isEmpty();
  }

  @Test
  void a_letter_holds_what_came_in_and_why_it_was_given_up() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    Entry entry = died(envelope);

    DeadLetter letter = letters().getFirst();

    assertThat(letter.origin()).isEqualTo(DeadLetter.Origin.INBOX);
    assertThat(letter.entry()).isEqualTo(entry.id());
    assertThat(letter.cause()).contains(Extinction.Cause.TURN_FAILED);
    assertThat(letter.error()).isEqualTo("exit 1");
    assertThat(letter.attempts()).isEqualTo(2);
    assertThat(letter.at()).isEqualTo(bus.clock().instant());
    assertThat(letter.fields()).isEqualTo(entry.fields());
    assertThat(letter.envelope()).contains(envelope);
    assertThat(bus.deadLetters().find(BACKEND, letter.id())).contains(letter);
    assertThat(bus.deadLetters().list(FRONTEND, DeadLetters.START, 10)).isEmpty();
  }

  @Test
  void letters_are_listed_page_by_page_oldest_first() {
    died(messages.comet("frontend", "backend", "one"));
    died(messages.comet("frontend", "backend", "two"));
    died(messages.comet("frontend", "backend", "three"));

    List<DeadLetter> first = bus.deadLetters().list(BACKEND, DeadLetters.START, 2);
    List<DeadLetter> second = bus.deadLetters().list(BACKEND, first.getLast().id(), 2);

    assertThat(texts(first)).containsExactly("one", "two");
    assertThat(texts(second)).containsExactly("three");
  }

  @Test
  void what_no_letter_can_be_called_is_not_found() {
    died(messages.comet("frontend", "backend", "one"));
    for (String id : List.of("", "-", "+", "1", "*", "x-y", "1-0 2-0", "9".repeat(30) + "-0")) {
      assertThat(bus.deadLetters().find(BACKEND, id)).isEmpty();
      assertThat(bus.deadLetterOffice().retry(BACKEND, id, "ana")).isEqualTo(new Retry.Absent());
      assertThat(bus.deadLetterOffice().drop(BACKEND, id, "ana")).isFalse();
    }
    assertThat(letters()).hasSize(1);
    assertThat(actions()).isEmpty();
  }

  @Test
  void a_letter_that_is_tried_again_comes_in_as_it_was_and_is_no_letter_any_more() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    Entry entry = died(envelope);
    DeadLetter letter = letters().getFirst();

    assertThat(bus.deadLetterOffice().retry(BACKEND, letter.id(), "ana"))
        .isEqualTo(new Retry.Requeued());

    List<Entry> again = opened(BACKEND).next(10, PATIENCE);
    assertThat(again).hasSize(1);
    assertThat(again.getFirst().fields()).isEqualTo(entry.fields());
    assertThat(again.getFirst().origin()).isEqualTo(Entry.Origin.INBOX);
    assertThat(letters()).isEmpty();
    assertThat(actions())
        .containsExactly(
            new Event.Operated(
                "ana", new Action.RetryDead(BACKEND, letter.id()), bus.clock().instant()));
    assertThat(announced()).containsExactly(envelope);
  }

  @Test
  void d3_a_message_that_is_tried_again_has_all_its_attempts() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    died(envelope);
    assertThat(log().look(envelope, now()).log().map(LogEntry::state))
        .contains(LogEntry.State.ACKED);

    bus.deadLetterOffice().retry(BACKEND, letters().getFirst().id(), "ana");

    assertThat(log().look(envelope, now()).log()).isEmpty();
  }

  @Test
  void a_message_that_is_in_work_at_the_moment_keeps_its_attempts() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    Entry entry = died(envelope);
    String first = letters().getFirst().id();
    bus.deadLetterOffice().retry(BACKEND, first, "ana");
    Entry again = opened(BACKEND).next(1, PATIENCE).getFirst();
    ownedLog().reserve(reservation(envelope, again, 2), now());
    Entry twin = new Entry(Entry.Origin.INBOX, "1-0", entry.fields());
    ownedLog().settle(dead(twin, Optional.empty()));

    bus.deadLetterOffice().retry(BACKEND, letters().getFirst().id(), "ana");

    assertThat(log().look(envelope, now()).log().map(LogEntry::attempts)).contains(2);
  }

  @Test
  void the_log_of_another_senders_message_with_the_same_id_is_left_alone() {
    Envelope theirs = messages.comet("frontend", "backend", "one");
    Entry settled = delivered(theirs);
    ownedLog().look(theirs, now());
    ownedLog().settle(plain(theirs, settled));
    Envelope forged =
        new Envelope(
            theirs.id(),
            theirs.conversation(),
            new ProjectId("mallory"),
            theirs.to(),
            theirs.replyTo(),
            theirs.hops(),
            theirs.createdAt(),
            theirs.content());
    died(forged);

    bus.deadLetterOffice().retry(BACKEND, letters().getFirst().id(), "ana");

    assertThat(log().look(theirs, now()).log().map(LogEntry::state)).contains(LogEntry.State.ACKED);
    assertThat(log().look(forged, now()).log()).isEmpty();
  }

  @Test
  void a_wave_that_is_tried_again_comes_in_through_the_bodys_own_inbox() {
    Inbox inbox = opened(BACKEND);
    Envelope wave = messages.wave("frontend", true, "who reads `id`?");
    bus.outbox().send(wave, List.of());
    Entry entry = inbox.nextWaves("0-0", 1, PATIENCE).getFirst();
    bury(wave, entry);
    assertThat(letters().getFirst().origin()).isEqualTo(DeadLetter.Origin.BROADCAST);

    bus.deadLetterOffice().retry(BACKEND, letters().getFirst().id(), "ana");

    assertThat(envelopes(inbox.next(10, PATIENCE))).containsExactly(wave);
  }

  @Test
  void what_could_not_be_decoded_comes_in_again_byte_for_byte() {
    Map<String, String> garbage = Map.of("data", "{\"a\": \u0000 \u001b[31m", "", "empty", "x", "");
    Entry entry = new Entry(Entry.Origin.INBOX, "1-0", garbage);
    ownedLog().settle(dead(entry, Optional.empty()));
    assertThat(letters().getFirst().envelope()).isEmpty();

    bus.deadLetterOffice().retry(BACKEND, letters().getFirst().id(), "ana");

    assertThat(opened(BACKEND).next(1, PATIENCE).getFirst().fields()).isEqualTo(garbage);
  }

  @Test
  void a_letter_that_is_dropped_is_gone_for_good() {
    died(messages.comet("frontend", "backend", "one"));
    died(messages.comet("frontend", "backend", "two"));
    String id = letters().getFirst().id();

    assertThat(bus.deadLetterOffice().drop(BACKEND, id, "ben")).isTrue();
    assertThat(bus.deadLetterOffice().drop(BACKEND, id, "ben")).isFalse();

    assertThat(texts(letters())).containsExactly("two");
    assertThat(opened(BACKEND).next(10, NO_PATIENCE)).isEmpty();
    assertThat(actions())
        .containsExactly(
            new Event.Operated("ben", new Action.DropDead(BACKEND, id), bus.clock().instant()));
  }

  @Test
  void many_operators_who_try_one_letter_again_bring_it_back_once() throws Exception {
    died(messages.comet("frontend", "backend", "one"));
    String id = letters().getFirst().id();
    Callable<Retry> order = () -> bus.deadLetterOffice().retry(BACKEND, id, "ana");

    List<Retry> told = new ArrayList<>();
    try (ExecutorService operators = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Retry> each : operators.invokeAll(List.of(order, order, order, order))) {
        told.add(each.get());
      }
    }

    assertThat(told).filteredOn(Retry.Requeued.class::isInstance).hasSize(1);
    assertThat(told).filteredOn(Retry.Absent.class::isInstance).hasSize(3);
    assertThat(opened(BACKEND).next(10, PATIENCE)).hasSize(1);
    assertThat(actions()).hasSize(1);
  }

  private Entry died(Envelope envelope) {
    Entry entry = delivered(envelope);
    bury(envelope, entry);
    return entry;
  }

  private void bury(Envelope envelope, Entry entry) {
    ownedLog().look(envelope, now());
    ownedLog().settle(dead(entry, Optional.of(envelope)));
  }

  private static Settlement dead(Entry entry, Optional<Envelope> message) {
    return new Settlement(
        entry,
        message,
        2,
        Optional.empty(),
        Optional.of("turn_failed"),
        new SessionChange.Keep(),
        Optional.empty(),
        List.of(),
        Optional.of(new Settlement.DeadLetter(Extinction.Cause.TURN_FAILED, "exit 1", 2)),
        Optional.empty());
  }

  private List<DeadLetter> letters() {
    return bus.deadLetters().list(BACKEND, DeadLetters.START, 100);
  }

  private static List<String> texts(List<DeadLetter> letters) {
    return letters.stream().map(l -> l.envelope().orElseThrow().content().text()).toList();
  }

  private List<Event> actions() {
    return events().stream().filter(Event.Operated.class::isInstance).toList();
  }

  private Instant now() {
    return bus.clock().instant();
  }
}
