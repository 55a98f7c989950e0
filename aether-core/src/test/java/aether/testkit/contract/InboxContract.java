package aether.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.write.Entry;
import aether.bus.write.Inbox;
import aether.message.Envelope;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@code Inbox} promises. */
public abstract class InboxContract extends BusContract {
  @Test
  void mail_that_came_before_the_first_opening_is_read() {
    Envelope early = messages.comet("frontend", "backend", "anybody home?");
    bus.outbox().send(early, List.of());
    assertThat(envelopes(opened(BACKEND).next(10, PATIENCE))).containsExactly(early);
  }

  @Test
  void an_entry_is_handed_out_as_new_only_once() {
    Entry entry = delivered(messages.comet("frontend", "backend", "one"));
    assertThat(entry.origin()).isEqualTo(Entry.Origin.INBOX);
    assertThat(bus.inbox(BACKEND).next(10, NO_PATIENCE)).isEmpty();
  }

  @Test
  void no_more_are_handed_out_than_asked_for_and_oldest_first() {
    for (String text : List.of("a", "b", "c")) {
      bus.outbox().send(messages.comet("frontend", "backend", text), List.of());
    }
    Inbox inbox = opened(BACKEND);
    assertThat(texts(inbox.next(2, PATIENCE))).containsExactly("a", "b");
    assertThat(texts(inbox.next(2, PATIENCE))).containsExactly("c");
  }

  @Test
  void what_is_not_settled_is_handed_out_again_after_a_restart() {
    Entry entry = delivered(messages.comet("frontend", "backend", "one"));
    assertThat(opened(BACKEND).unsettled("0-0", 10)).containsExactly(entry);
    assertThat(opened(BACKEND).unsettled("0-0", 10)).containsExactly(entry);
    assertThat(bus.liveness().queued(BACKEND)).isEqualTo(1);
  }

  @Test
  void what_is_not_settled_can_be_read_page_by_page() {
    for (String text : List.of("a", "b", "c")) {
      bus.outbox().send(messages.comet("frontend", "backend", text), List.of());
    }
    Inbox inbox = opened(BACKEND);
    inbox.next(10, PATIENCE);
    List<Entry> first = inbox.unsettled("0-0", 2);

    assertThat(texts(first)).containsExactly("a", "b");
    assertThat(texts(inbox.unsettled(first.getLast().id(), 2))).containsExactly("c");
  }

  @Test
  void what_was_never_handed_out_is_not_unsettled() {
    Inbox inbox = opened(BACKEND);
    bus.outbox().send(messages.comet("frontend", "backend", "one"), List.of());
    assertThat(inbox.unsettled("0-0", 10)).isEmpty();
  }

  @Test
  void d28_what_is_settled_is_gone() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    Entry entry = delivered(envelope);
    ownedLog().settle(plain(envelope, entry));

    assertThat(opened(BACKEND).unsettled("0-0", 10)).isEmpty();
    assertThat(bus.inbox(BACKEND).next(10, NO_PATIENCE)).isEmpty();
    assertThat(bus.liveness().queued(BACKEND)).isZero();
  }

  @Test
  void opening_again_changes_nothing() {
    Entry entry = delivered(messages.comet("frontend", "backend", "one"));
    Inbox inbox = opened(BACKEND);
    String cursor = inbox.waveCursor();
    bus.outbox().send(messages.wave("frontend", false, "news"), List.of());
    inbox.open();

    assertThat(inbox.unsettled("0-0", 10)).containsExactly(entry);
    assertThat(inbox.waveCursor()).isEqualTo(cursor);
  }

  @Test
  void d27_whoever_reads_can_tell_that_what_was_on_the_bus_had_to_be_made_anew() {
    Inbox first = opened(BACKEND);
    assertThat(first.epoch()).isEqualTo(1);
    first.open();
    assertThat(first.epoch()).isEqualTo(1);
    assertThat(opened(BACKEND).epoch()).as("it was there").isZero();
  }

  @Test
  void a_read_that_waits_ends_when_mail_comes() throws Exception {
    Inbox inbox = opened(BACKEND);
    Envelope envelope = messages.comet("frontend", "backend", "one");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var read = CompletableFuture.supplyAsync(() -> inbox.next(1, PATIENCE), threads);
      bus.outbox().send(envelope, List.of());
      assertThat(envelopes(read.get(10, TimeUnit.SECONDS))).containsExactly(envelope);
    }
  }

  @Test
  void a_read_that_waits_in_vain_ends_empty() {
    Inbox inbox = opened(BACKEND);
    assertThat(inbox.next(1, NO_PATIENCE)).isEmpty();
    assertThat(inbox.nextWaves(inbox.waveCursor(), 1, NO_PATIENCE)).isEmpty();
  }

  @Test
  void d16_a_body_that_joins_late_does_not_read_old_waves() {
    for (int i = 0; i < 12; i++) {
      bus.outbox().send(messages.wave("frontend", true, "old " + i), List.of());
    }
    Inbox inbox = opened(BACKEND);
    assertThat(inbox.nextWaves(inbox.waveCursor(), 100, NO_PATIENCE)).isEmpty();

    bus.outbox().send(messages.wave("frontend", true, "new"), List.of());
    assertThat(texts(inbox.nextWaves(inbox.waveCursor(), 100, PATIENCE))).containsExactly("new");
  }

  @Test
  void every_body_reads_every_wave() {
    Inbox backend = opened(BACKEND);
    Inbox frontend = opened(FRONTEND);
    bus.outbox().send(messages.wave("frontend", false, "news"), List.of());

    assertThat(texts(backend.nextWaves(backend.waveCursor(), 10, PATIENCE)))
        .containsExactly("news");
    assertThat(texts(frontend.nextWaves(frontend.waveCursor(), 10, PATIENCE)))
        .containsExactly("news");
  }

  @Test
  void waves_are_read_strictly_after_a_position_and_reading_settles_none() {
    Inbox inbox = opened(BACKEND);
    String start = inbox.waveCursor();
    for (String text : List.of("a", "b", "c")) {
      bus.outbox().send(messages.wave("frontend", false, text), List.of());
    }
    List<Entry> first = inbox.nextWaves(start, 2, PATIENCE);
    assertThat(texts(first)).containsExactly("a", "b");
    assertThat(first.getFirst().origin()).isEqualTo(Entry.Origin.BROADCAST);
    assertThat(texts(inbox.nextWaves(first.getLast().id(), 2, PATIENCE))).containsExactly("c");
    assertThat(inbox.waveCursor()).isEqualTo(start);
  }

  @Test
  void the_wave_cursor_moves_when_a_wave_is_settled_and_survives_a_restart() {
    Inbox inbox = opened(BACKEND);
    Envelope wave = messages.wave("frontend", false, "news");
    bus.outbox().send(wave, List.of());
    Entry entry = inbox.nextWaves(inbox.waveCursor(), 1, PATIENCE).getFirst();
    ownedLog().settle(plain(wave, entry).withWaveCursor(entry.id()));

    assertThat(opened(BACKEND).waveCursor()).isEqualTo(entry.id());
    assertThat(opened(FRONTEND).nextWaves("0-0", 10, PATIENCE)).hasSize(1);
  }

  @Test
  void with_nothing_left_by_a_peer_there_is_nothing_to_drain() {
    assertThat(opened(BACKEND).drainHolds()).isZero();
    assertThat(events()).isEmpty();
  }

  private static List<String> texts(List<Entry> entries) {
    return envelopes(entries).stream().map(e -> e.content().text()).toList();
  }
}
