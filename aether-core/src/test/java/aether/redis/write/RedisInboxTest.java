package aether.redis.write;

import static aether.redis.write.Letters.BACKEND;
import static aether.redis.write.Letters.CLOCK;
import static aether.redis.write.Letters.question;
import static aether.redis.write.Letters.wave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.bus.BusException;
import aether.bus.write.Entry;
import aether.bus.write.Inbox;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import io.lettuce.core.Consumer;
import io.lettuce.core.Range;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The inbox on a real Redis. */
class RedisInboxTest {
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final String INBOX = "aether:inbox:backend";

  private PrivateRedis redis;
  private RedisCommands<String, String> plain;
  private RedisBus bus;
  private Inbox inbox;

  @BeforeEach
  void start() {
    redis = PrivateRedis.start();
    plain = redis.plain();
    bus = RedisBus.connect(redis.address());
    inbox = bus.inbox(BACKEND, CLOCK);
  }

  @AfterEach
  void stop() {
    bus.close();
    redis.close();
  }

  private Envelope sent() {
    Envelope question = question();
    bus.outbox().send(question, List.of());
    return question;
  }

  private static List<String> data(List<Entry> entries) {
    return entries.stream().map(entry -> entry.data().orElseThrow()).toList();
  }

  @Test
  void mail_that_came_before_the_body_was_ever_there_is_read_and_opening_twice_changes_nothing() {
    Envelope early = sent();
    inbox.open();
    inbox.open();

    assertThat(data(inbox.next(10, SOON))).containsExactly(EnvelopeCodec.encode(early));
    assertThat(inbox.next(10, AT_ONCE)).isEmpty();
    assertThat(plain.xpending(INBOX, "grp-backend").getConsumerMessageCount())
        .containsExactly(Map.entry("backend", 1L));
  }

  @Test
  void d16_a_body_that_joins_starts_with_the_next_wave() {
    bus.outbox().send(wave(), List.of());
    inbox.open();
    Envelope next = wave();
    bus.outbox().send(next, List.of());

    List<Entry> waves = inbox.nextWaves(inbox.waveCursor(), 10, SOON);

    assertThat(data(waves)).containsExactly(EnvelopeCodec.encode(next));
    inbox.open();
    assertThat(inbox.nextWaves(inbox.waveCursor(), 10, AT_ONCE)).as("reopened").hasSize(1);
  }

  @Test
  void the_cursor_of_an_empty_broadcast_is_its_beginning() {
    inbox.open();
    assertThat(inbox.waveCursor()).isEqualTo("0-0");
  }

  @Test
  void d16_a_body_that_joins_reads_of_a_thousand_waves_the_one_that_is_young_enough() {
    long now = Long.parseLong(plain.time().getFirst()) * 1_000;
    for (int i = 0; i < 1_000; i++) {
      String old = (now - 600_000 + i) + "-0";
      plain.xadd("aether:broadcast", new XAddArgs().id(old), Map.of("data", "old"));
    }
    plain.xadd("aether:broadcast", new XAddArgs().id(now - 30_000 + "-0"), Map.of("data", "young"));
    Inbox joining = bus.inbox(BACKEND, CLOCK, Duration.ofSeconds(60));
    joining.open();

    assertThat(data(joining.nextWaves(joining.waveCursor(), 2_000, SOON))).containsExactly("young");
    assertThat(plain.xlen("aether:broadcast")).as("others may read them").isEqualTo(1_001);
  }

  @Test
  void a_body_that_was_here_reads_on_where_it_was_however_old_the_waves_are() {
    bus.inbox(BACKEND, CLOCK, Duration.ofSeconds(60)).open();
    plain.set("aether:cursor:backend", "5-0");
    plain.xadd("aether:broadcast", new XAddArgs().id("6-0"), Map.of("data", "old"));

    Inbox back = bus.inbox(BACKEND, CLOCK, Duration.ofSeconds(60));
    back.open();

    assertThat(data(back.nextWaves(back.waveCursor(), 10, SOON))).containsExactly("old");
  }

  @Test
  void waves_older_than_a_week_are_taken_off_the_broadcast() {
    long now = Long.parseLong(plain.time().getFirst()) * 1_000;
    long week = Duration.ofDays(7).toMillis();
    for (int i = 0; i < 300; i++) {
      String old = (now - week - 600_000 + i) + "-0";
      plain.xadd("aether:broadcast", new XAddArgs().id(old), Map.of("data", "old"));
    }
    plain.xadd("aether:broadcast", Map.of("data", "young"));
    inbox.open();

    int _ = inbox.drainHolds();

    assertThat(plain.xlen("aether:broadcast"))
        .as("whole nodes of the stream are taken")
        .isLessThanOrEqualTo(101);
    assertThat(plain.xrevrange("aether:broadcast", Range.unbounded()).getFirst().getBody())
        .containsEntry("data", "young");
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "", "1-2-3", "-1", "99999999999999999999999"})
  void a_cursor_that_is_no_position_is_put_at_now(String garbage) {
    bus.outbox().send(wave(), List.of());
    inbox.open();
    plain.set("aether:cursor:backend", garbage);
    Envelope next = wave();

    String position = inbox.waveCursor();
    bus.outbox().send(next, List.of());

    assertThat(data(inbox.nextWaves(position, 10, SOON)))
        .containsExactly(EnvelopeCodec.encode(next));
    assertThat(plain.get("aether:cursor:backend")).isEqualTo(position);
  }

  @Test
  void a_cursor_of_the_wrong_type_is_put_at_now() {
    inbox.open();
    plain.del("aether:cursor:backend");
    plain.lpush("aether:cursor:backend", "garbage");

    assertThat(inbox.waveCursor()).isEqualTo("0-0");
    assertThat(plain.get("aether:cursor:backend")).isEqualTo("0-0");
  }

  @Test
  void a_broadcast_of_the_wrong_type_keeps_no_mail_back_and_is_named() {
    plain.set("aether:broadcast", "no stream");
    bus.outbox().send(question(), List.of());
    inbox.open();

    assertThat(inbox.next(1, SOON)).hasSize(1);
    assertThatThrownBy(() -> inbox.nextWaves(inbox.waveCursor(), 1, SOON))
        .isInstanceOf(BusException.Unusable.class)
        .hasMessageContaining("'aether:broadcast'");
    plain.del("aether:broadcast");
    bus.outbox().send(wave(), List.of());
    assertThat(inbox.nextWaves("0-0", 1, SOON)).hasSize(1);
  }

  @Test
  void waiting_ends_when_patience_does() {
    inbox.open();
    assertThat(inbox.next(1, Duration.ofMillis(20))).isEmpty();
    assertThat(inbox.nextWaves("0-0", 1, Duration.ofMillis(20))).isEmpty();
  }

  @Test
  void d27_after_flushall_the_next_message_arrives_within_two_seconds() throws Exception {
    inbox.open();
    var waiting = CompletableFuture.supplyAsync(() -> inbox.next(10, Duration.ofSeconds(20)));
    PrivateRedis.untilBlocked(plain, 1);

    plain.flushall();
    Envelope message = sent();

    assertThat(data(waiting.get(2, TimeUnit.SECONDS)))
        .containsExactly(EnvelopeCodec.encode(message));
  }

  @Test
  void d27_a_destroyed_group_is_made_again_and_nothing_is_handed_out_twice() throws Exception {
    inbox.open();
    sent();
    assertThat(inbox.next(10, SOON)).hasSize(1);
    var waiting = CompletableFuture.supplyAsync(() -> inbox.next(10, Duration.ofSeconds(20)));
    PrivateRedis.untilBlocked(plain, 1);

    plain.xgroupDestroy(INBOX, "grp-backend");
    Envelope message = sent();

    assertThat(data(waiting.get(2, TimeUnit.SECONDS)))
        .containsExactly(EnvelopeCodec.encode(message));
    assertThat(inbox.unsettled("0-0", 10)).as("both are still pending").hasSize(2);
  }

  @Test
  void d27_waves_go_on_after_flushall() throws Exception {
    inbox.open();
    bus.outbox().send(wave(), List.of());
    String position = inbox.nextWaves("0-0", 1, SOON).getFirst().id();
    var waiting =
        CompletableFuture.supplyAsync(() -> inbox.nextWaves(position, 10, Duration.ofSeconds(20)));
    PrivateRedis.untilBlocked(plain, 1);

    plain.flushall();
    bus.outbox().send(wave(), List.of());

    assertThat(waiting.get(2, TimeUnit.SECONDS)).hasSize(1);
  }

  @Test
  @SuppressWarnings("unchecked") // generic arrays of one element
  void what_was_handed_out_under_any_name_is_unsettled_page_by_page() {
    plain.xgroupCreate(
        StreamOffset.from(INBOX, "0"), "grp-backend", XGroupCreateArgs.Builder.mkstream());
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      expected.add(EnvelopeCodec.encode(sent()));
    }
    plain.xreadgroup(
        Consumer.from("grp-backend", "another"),
        XReadArgs.Builder.count(10),
        StreamOffset.lastConsumed(INBOX));
    plain.xreadgroup(
        Consumer.from("grp-backend", "backend"),
        XReadArgs.Builder.count(15),
        StreamOffset.lastConsumed(INBOX));
    inbox.open();

    List<Entry> found = new ArrayList<>();
    List<Entry> page = inbox.unsettled("0-0", 7);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(7);
      found.addAll(page);
      page = inbox.unsettled(page.getLast().id(), 7);
    }
    assertThat(data(found)).isEqualTo(expected);
    assertThat(inbox.next(10, AT_ONCE)).isEmpty();
  }

  @Test
  void entries_that_were_deleted_unread_are_acknowledged_and_passed_over() {
    inbox.open();
    for (int i = 0; i < 4; i++) {
      sent();
    }
    List<Entry> read = inbox.next(4, SOON);
    plain.xdel(INBOX, read.get(0).id(), read.get(1).id(), read.get(2).id());

    assertThat(inbox.unsettled("0-0", 2)).extracting(Entry::id).containsExactly(read.get(3).id());
    assertThat(plain.xpending(INBOX, "grp-backend").getCount()).isEqualTo(1);
  }

  @Test
  void an_entry_whose_delivery_was_lost_with_the_connection_is_handed_out_again()
      throws IOException {
    try (FaultProxy proxy = FaultProxy.to(redis);
        RedisBus behind = RedisBus.connect(PrivateRedis.at(proxy.port()))) {
      Inbox fragile = behind.inbox(BACKEND, CLOCK);
      fragile.open();
      var waiting = CompletableFuture.supplyAsync(() -> fragile.next(1, Duration.ofSeconds(20)));
      PrivateRedis.untilBlocked(plain, 1);
      proxy.loseReplies();
      Envelope message = sent();
      PrivateRedis.until("the read has failed", waiting::isCompletedExceptionally);

      List<Entry> found = new ArrayList<>();
      PrivateRedis.until("it is handed out", () -> found.addAll(patiently(fragile)));

      assertThat(data(found)).containsExactly(EnvelopeCodec.encode(message));
      assertThat(fragile.next(1, AT_ONCE)).isEmpty();
    }
  }

  @Test
  void what_a_read_of_the_owner_before_still_takes_comes_in_its_order() {
    inbox.open();
    try (RedisBus before = RedisBus.connect(PrivateRedis.at(redis.port()))) {
      Inbox gone = before.inbox(BACKEND, CLOCK);
      gone.open();
      var _ =
          CompletableFuture.supplyAsync(
              () -> gone.next(1, Duration.ofSeconds(20)), Thread::startVirtualThread);
      PrivateRedis.untilBlocked(plain, 1);
      Inbox successor = bus.inbox(BACKEND, CLOCK);
      successor.open();
      var waiting =
          CompletableFuture.supplyAsync(
              () -> successor.next(1, Duration.ofSeconds(20)), Thread::startVirtualThread);
      PrivateRedis.untilBlocked(plain, 2);
      String first = EnvelopeCodec.encode(sent());
      String second = EnvelopeCodec.encode(sent());

      List<Entry> found = new ArrayList<>(waiting.join());
      PrivateRedis.until(
          "both came",
          () -> {
            found.addAll(patiently(successor));
            return found.size() == 2;
          });

      assertThat(data(found)).containsExactly(first, second);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_the_bus_forgot_to_have_handed_out_comes_again_in_its_order(boolean inDoubt) {
    inbox.open();
    if (inDoubt) {
      inbox = bus.inbox(BACKEND, CLOCK);
      inbox.open();
    }
    Envelope first = sent();
    Entry settled = inbox.next(10, AT_ONCE).getFirst();

    plain.xack(INBOX, "grp-backend", settled.id());
    plain.xgroupSetid(StreamOffset.from(INBOX, "0-0"), "grp-backend");
    Envelope second = sent();

    assertThat(data(inbox.next(10, AT_ONCE)))
        .containsExactly(EnvelopeCodec.encode(first), EnvelopeCodec.encode(second));
    assertThat(inbox.next(10, AT_ONCE)).isEmpty();
  }

  @Test
  void where_no_owner_was_before_a_message_is_one_read() {
    inbox.open();
    inbox.open();
    Envelope message = sent();
    plain.configResetstat();

    List<Entry> found = inbox.next(1, AT_ONCE);

    assertThat(data(found)).containsExactly(EnvelopeCodec.encode(message));
    assertThat(PrivateRedis.counts(plain)).containsEntry("xreadgroup", 1L);
  }

  private static List<Entry> patiently(Inbox inbox) {
    try {
      return inbox.next(1, Duration.ofMillis(10));
    } catch (aether.bus.BusException.Unavailable e) {
      return List.of();
    }
  }

  @Test
  void d11_held_messages_are_moved_one_by_one_the_corrupt_one_too() {
    inbox.open();
    List<String> held = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      held.add(EnvelopeCodec.encode(question()));
    }
    held.add(3, "{corrupt");
    held.forEach(item -> plain.rpush("aether:hold:backend", item));
    String parked = EnvelopeCodec.encode(question());
    plain.rpush("aether:pausehold:backend", parked);

    assertThat(inbox.drainHolds()).isEqualTo(7);

    assertThat(data(inbox.next(10, SOON))).first().isEqualTo(parked);
    assertThat(plain.xrange(INBOX, Range.unbounded()).stream().map(e -> e.getBody().get("data")))
        .containsExactlyElementsOf(
            java.util.stream.Stream.concat(java.util.stream.Stream.of(parked), held.stream())
                .toList());
    assertThat(plain.exists("aether:hold:backend", "aether:pausehold:backend")).isZero();
    assertThat(plain.xlen("aether:events"))
        .as("one for each that was held and decodes")
        .isEqualTo(5);
    assertThat(inbox.drainHolds()).isZero();
  }
}
