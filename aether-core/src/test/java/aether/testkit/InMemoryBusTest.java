package aether.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.bus.BusException;
import aether.bus.write.Entry;
import aether.bus.write.Inbox;
import aether.bus.write.Lease;
import aether.bus.write.Settlement;
import aether.bus.write.Settlement.SessionChange;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.ProjectId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InMemoryBusTest {
  private static final ProjectId BACKEND = new ProjectId("backend");
  private static final Lease.Owner OWNER = new Lease.Owner("t", "host", 1, HandClock.START);
  private static final Duration NO_PATIENCE = Duration.ofMillis(1);

  private final HandClock clock = new HandClock();
  private final InMemoryBus bus = new InMemoryBus(clock);
  private final Messages messages = new Messages(new SequentialIds(), clock);

  @Test
  void entry_ids_grow_with_the_clock_and_even_when_it_goes_back() {
    String first = bus.rawInbox(BACKEND, Map.of("data", "1"));
    String second = bus.rawInbox(BACKEND, Map.of("data", "2"));
    clock.advance(Duration.ofSeconds(1));
    String third = bus.rawInbox(BACKEND, Map.of("data", "3"));
    clock.set(HandClock.START.minusSeconds(60));
    String fourth = bus.rawInbox(BACKEND, Map.of("data", "4"));

    long start = HandClock.START.toEpochMilli();
    assertThat(List.of(first, second, third, fourth))
        .containsExactly(start + "-0", start + "-1", (start + 1000) + "-0", (start + 1000) + "-1");
  }

  @Test
  void d1_what_anybody_puts_in_an_inbox_is_handed_out_as_it_is() {
    bus.rawInbox(BACKEND, Map.of("data", "\u0000 garbage"));
    bus.rawInbox(BACKEND, Map.of("nonsense", "x"));
    List<Entry> entries = opened().next(10, NO_PATIENCE);

    assertThat(entries)
        .map(Entry::data)
        .containsExactly(Optional.of("\u0000 garbage"), Optional.empty());
    assertThat(bus.inboxOf(BACKEND)).isEmpty();
  }

  @Test
  void d11_what_a_peer_held_back_is_moved_in_order_and_a_corrupt_item_with_it() {
    List<Envelope> held =
        IntStream.range(0, 5).mapToObj(i -> messages.comet("py", "backend", "held " + i)).toList();
    held.forEach(envelope -> bus.rawHold(BACKEND, EnvelopeCodec.encode(envelope)));
    bus.rawHold(BACKEND, "{corrupt");
    Envelope parked = messages.comet("py", "backend", "parked");
    bus.rawPauseHold(BACKEND, EnvelopeCodec.encode(parked));

    assertThat(opened().drainHolds()).isEqualTo(7);
    assertThat(opened().drainHolds()).isZero();
    assertThat(bus.inboxOf(BACKEND)).containsAll(held).contains(parked).hasSize(6);
    assertThat(opened().next(10, NO_PATIENCE)).hasSize(7);
    assertThat(bus.events()).map(e -> ((Event.MessageSent) e).envelope()).isEqualTo(held);
  }

  @Test
  void d27_a_lost_group_is_said_and_opening_again_repairs_it() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    bus.outbox().send(envelope, List.of());
    Inbox inbox = opened();
    inbox.next(1, NO_PATIENCE);
    bus.destroyGroup(BACKEND);

    assertThatThrownBy(() -> inbox.next(1, NO_PATIENCE))
        .isInstanceOf(BusException.Unavailable.class)
        .hasMessageContaining("NOGROUP");
    assertThatThrownBy(() -> inbox.unsettled("0-0", 1))
        .isInstanceOf(BusException.Unavailable.class);

    inbox.open();
    assertThat(inbox.next(10, NO_PATIENCE)).hasSize(1);
  }

  @Test
  void d27_a_reader_that_waits_while_everything_is_lost_is_told() throws Exception {
    Inbox inbox = opened();
    CountDownLatch waiting = new CountDownLatch(1);
    bus.beforeCommand(_ -> waiting.countDown());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var read =
          CompletableFuture.supplyAsync(() -> inbox.next(1, Duration.ofSeconds(30)), threads);
      waiting.await();
      bus.flushAll();
      assertThat(read)
          .failsWithin(10, TimeUnit.SECONDS)
          .withThrowableThat()
          .withCauseInstanceOf(BusException.Unavailable.class);
    }
  }

  @Test
  void a_reader_that_waits_can_be_interrupted() throws Exception {
    Inbox inbox = opened();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              try {
                inbox.next(1, Duration.ofSeconds(30));
              } catch (BusException.Unavailable e) {
                flag.complete(Thread.currentThread().isInterrupted());
              }
            });
    reader.interrupt();
    assertThat(flag.get(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_crash_before_a_command_leaves_nothing_of_it_and_one_after_it_leaves_all() {
    Envelope envelope = messages.comet("frontend", "backend", "one");
    bus.beforeCommand(InMemoryBusTest::crashAtSend);
    assertThatThrownBy(() -> bus.outbox().send(envelope, List.of())).hasMessage("crash");
    assertThat(bus.inboxOf(BACKEND)).isEmpty();
    assertThat(bus.events()).isEmpty();

    bus.beforeCommand(_ -> {});
    bus.afterCommand(InMemoryBusTest::crashAtSend);
    assertThatThrownBy(() -> bus.outbox().send(envelope, List.of())).hasMessage("crash");
    assertThat(bus.inboxOf(BACKEND)).containsExactly(envelope);
    assertThat(bus.events()).hasSize(1);
  }

  @Test
  void a_dead_letter_is_kept_with_the_entry_it_was() {
    bus.rawInbox(BACKEND, Map.of("data", "garbage"));
    Entry entry = opened().next(1, NO_PATIENCE).getFirst();
    Settlement.DeadLetter letter =
        new Settlement.DeadLetter(Extinction.Cause.UNDECODABLE, "not JSON", 0);
    bus.processingLog(BACKEND, OWNER)
        .settle(
            new Settlement(
                entry,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                new SessionChange.Keep(),
                Optional.empty(),
                List.of(),
                Optional.of(letter),
                Optional.empty()));
    assertThat(bus.deadLetters(BACKEND)).containsExactly(new InMemoryBus.Dead(entry, letter));
  }

  @Test
  void many_senders_at_once_lose_nothing() throws Exception {
    List<Envelope> all =
        IntStream.range(0, 500).mapToObj(i -> messages.comet("f", "backend", "m" + i)).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      all.forEach(envelope -> threads.submit(() -> bus.outbox().send(envelope, List.of())));
      threads.shutdown();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(bus.inboxOf(BACKEND)).containsExactlyInAnyOrderElementsOf(all);
    assertThat(bus.events())
        .map(e -> ((Event.MessageSent) e).envelope())
        .isEqualTo(bus.inboxOf(BACKEND));
  }

  private Inbox opened() {
    Inbox inbox = bus.inbox(BACKEND);
    inbox.open();
    return inbox;
  }

  private static void crashAtSend(String command) {
    if (command.equals("send")) {
      throw new IllegalStateException("crash");
    }
  }
}
