package aether.redis.write;

import static aether.redis.write.Letters.BACKEND;
import static aether.redis.write.Letters.CLOCK;
import static aether.redis.write.Letters.FRONTEND;
import static aether.redis.write.Letters.NOW;
import static aether.redis.write.Letters.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.bus.BusException;
import aether.bus.ControlState;
import aether.bus.DeadLetter;
import aether.bus.DeadLetters;
import aether.bus.EventLog;
import aether.bus.Presence;
import aether.bus.Recorded;
import aether.bus.write.ControlSwitch;
import aether.config.BusAddress;
import aether.config.Secret;
import aether.event.Event;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.redis.RedisObserver;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both halves of the bus on a real Redis. */
class RedisBusTest {
  private PrivateRedis redis;
  private RedisCommands<String, String> plain;
  private RedisBus bus;
  private RedisObserver observer;

  @BeforeEach
  void start() {
    redis = PrivateRedis.start();
    plain = redis.plain();
    bus = RedisBus.connect(redis.address());
    observer = bus.observer();
  }

  @AfterEach
  void stop() {
    bus.close();
    redis.close();
  }

  @Test
  void the_mirror_and_the_operators_inbox_keep_what_is_newest() {
    redis.fill("aether:events", 51_000);
    redis.fill("aether:inbox:operator", 11_000);
    redis.fill("aether:inbox:backend", 11_000);

    bus.outbox().send(Letters.from(BACKEND, new Recipient.Project(ProjectId.OPERATOR)), List.of());
    bus.outbox().send(question(), List.of());

    assertThat(plain.xlen("aether:events")).isBetween(50_000L, 50_100L);
    assertThat(plain.xlen("aether:inbox:operator")).isBetween(10_000L, 10_100L);
    assertThat(plain.xlen("aether:inbox:backend")).as("mail is never trimmed").isEqualTo(11_001L);
  }

  @Test
  void d12_a_message_and_its_event_are_written_in_one_transaction() throws Exception {
    List<Callable<Boolean>> senders = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      senders.add(() -> {
        bus.outbox().send(question(), List.of());
        return true;
      });
    }
    plain.configResetstat();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> sent : threads.invokeAll(senders)) {
        assertThat(sent.get()).isTrue();
      }
    }
    assertThat(PrivateRedis.counts(plain)).containsEntry("multi", 50L).containsEntry("exec", 50L);
    assertThat(plain.xlen("aether:inbox:backend")).isEqualTo(50);
    assertThat(plain.xlen("aether:events")).isEqualTo(50);
  }

  @Test
  void a_wave_goes_to_the_broadcast_and_the_inbox_of_a_guest_expires() {
    bus.outbox().send(Letters.wave(), List.of());
    Recipient guest = new Recipient.Project(new ProjectId("consult-1"));
    bus.outbox().send(Letters.from(FRONTEND, guest), List.of());

    assertThat(plain.xlen("aether:broadcast")).isEqualTo(1);
    assertThat(plain.ttl("aether:inbox:consult-1")).isBetween(86_300L, 86_400L);
    assertThat(plain.ttl("aether:broadcast")).isEqualTo(-1);
  }

  @Test
  void events_are_read_in_order_and_awaited() throws Exception {
    EventLog events = observer.events();
    assertThat(events.end()).isEqualTo(EventLog.START);
    assertThat(events.latest(5)).isEmpty();
    Envelope first = question();
    Envelope second = question();
    Envelope third = question();
    bus.outbox().send(first, List.of());
    bus.outbox().send(second, List.of());
    String end = events.end();
    var waiting =
        CompletableFuture.supplyAsync(() -> events.await(end, 10, Duration.ofSeconds(20)));
    PrivateRedis.untilBlocked(plain, 1);
    bus.outbox().send(third, List.of());

    assertThat(envelopes(waiting.get(2, TimeUnit.SECONDS))).containsExactly(third.id().value());
    assertThat(envelopes(events.latest(2)))
        .containsExactly(second.id().value(), third.id().value());
    assertThat(envelopes(events.after(EventLog.START, 2)))
        .containsExactly(first.id().value(), second.id().value());
    assertThat(envelopes(events.after(end, 10))).containsExactly(third.id().value());
    assertThat(events.await(events.end(), 1, Duration.ofMillis(10))).isEmpty();
    assertThatThrownBy(() -> events.after("last week", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'last week'");
  }

  private static List<String> envelopes(List<Recorded> records) {
    return records.stream()
        .map(record -> ((Event.MessageSent) record.event()).envelope().id().value())
        .toList();
  }

  @Test
  void d50_a_record_without_data_does_not_break_a_reader() {
    plain.xadd("aether:events", Map.of("other", "field"));
    assertThat(observer.events().latest(1))
        .singleElement()
        .extracting(Recorded::event)
        .isInstanceOfSatisfying(
            Event.Unrecognised.class,
            event -> assertThat(event.raw()).isEqualTo("{\"other\": \"field\"}"));
  }

  @Test
  void unreadable_registry_entries_are_left_out() {
    plain.hset(
        "aether:registry",
        Map.of("bad", "garbage", "專案甲", "{}", "broadcast", "{}", "odd", "[1]", " ", "{}"));
    assertThat(observer.directory().bodies()).isEmpty();
  }

  @Test
  void an_unreadable_registry_entry_is_told_once_and_harmlessly() {
    plain.hset("aether:registry", "a\u001B[2J\u009Bb\n", "garbage");
    PrintStream err = System.err;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      assertThat(bus.observer().directory().bodies()).isEmpty();
      assertThat(bus.observer().directory().bodies()).isEmpty();
    } finally {
      System.setErr(err);
    }
    assertThat(told.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("body=a␛[2J\\u{9b}b ", "unreadable");
  }

  @Test
  void a_heartbeat_nobody_can_read_says_that_somebody_is_there() {
    for (String beat :
        List.of("1e2147483647", "-1e999999999", "9".repeat(400), "", "now", "1.", "0x10", "NaN")) {
      plain.set("aether:heartbeat:backend", beat);
      assertThat(observer.liveness().presence(List.of(BACKEND)))
          .as("'%s'", beat)
          .containsEntry(BACKEND, new Presence.Idle(Instant.EPOCH));
    }
    plain.set("aether:heartbeat:backend", " 1736071200.1234567\n");
    assertThat(observer.liveness().presence(List.of(BACKEND)))
        .containsEntry(
            BACKEND, new Presence.Idle(Instant.ofEpochSecond(1_736_071_200, 123_456_700)));
  }

  @Test
  void a_dead_letter_of_the_largest_id_is_listed_and_dropped() {
    String id = "18446744073709551615-18446744073709551614";
    plain.xadd("aether:dead:backend", new XAddArgs().id(id), Map.of("reason", "undecodable"));

    assertThat(observer.deadLetters().list(BACKEND, DeadLetters.START, 9))
        .singleElement()
        .returns(id, DeadLetter::id)
        .returns(Instant.ofEpochMilli(Long.MAX_VALUE), DeadLetter::at);
    assertThat(bus.deadLetterOffice(CLOCK).drop(BACKEND, id, "operator")).isTrue();
    assertThat(observer.events().after(id, 1)).isEmpty();
    assertThatThrownBy(() -> observer.events().after("18446744073709551616-0", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void presence_is_read_for_all_in_one_command() {
    ProjectId silent = new ProjectId("silent");
    ProjectId busy = new ProjectId("busy");
    ProjectId ended = new ProjectId("ended");
    ProjectId stuck = new ProjectId("stuck");
    ProjectId foreign = new ProjectId("專案甲");
    Duration ttl = Duration.ofSeconds(30);
    bus.heartbeat(BACKEND, ttl).beat(new Presence.Idle(NOW));
    bus.heartbeat(busy, ttl).beat(new Presence.Thinking(NOW, 2, NOW));
    bus.heartbeat(stuck, ttl).beat(new Presence.Suspended(NOW, "not logged in"));
    bus.heartbeat(ended, ttl).beat(new Presence.Idle(NOW));
    bus.controls(CLOCK).kill(ended, "operator");
    plain.configResetstat();

    assertThat(observer.liveness().presence(List.of(BACKEND, silent, busy, ended, stuck, foreign)))
        .containsExactly(
            Map.entry(BACKEND, new Presence.Idle(NOW)),
            Map.entry(silent, new Presence.Offline()),
            Map.entry(busy, new Presence.Thinking(NOW, 2, NOW)),
            Map.entry(ended, new Presence.Killed()),
            Map.entry(stuck, new Presence.Suspended(NOW, "not logged in")),
            Map.entry(foreign, new Presence.Offline()));

    assertThat(PrivateRedis.counts(plain)).containsEntry("mget", 1L).doesNotContainKey("get");
    assertThat(plain.get("aether:heartbeat:backend")).isEqualTo("1780317296.789012");
    assertThat(plain.ttl("aether:heartbeat:backend")).isBetween(25L, 30L);
  }

  @Test
  void a_body_is_offline_as_soon_as_it_says_so_and_python_heartbeats_count() {
    var heartbeat = bus.heartbeat(BACKEND, Duration.ofSeconds(30));
    heartbeat.beat(new Presence.Thinking(NOW, 1, NOW));
    heartbeat.beat(new Presence.Idle(NOW));
    assertThat(plain.exists("aether:presence:backend")).isZero();
    heartbeat.stop();
    assertThat(observer.liveness().presence(List.of(BACKEND)))
        .containsEntry(BACKEND, new Presence.Offline());
    plain.set("aether:heartbeat:backend", "1795330551.7074275");
    assertThat(observer.liveness().presence(List.of(BACKEND)).get(BACKEND).isOnline()).isTrue();
    assertThatThrownBy(() -> heartbeat.beat(new Presence.Killed()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void d53_a_killed_conversation_stays_killed_and_says_so() {
    ControlSwitch controls = bus.controls(CLOCK);
    ConversationId conversation = question().conversation();
    assertThat(controls.resume(conversation, "operator")).isEqualTo(ControlState.ACTIVE);
    assertThat(controls.pause(conversation, "operator")).isEqualTo(ControlState.PAUSED);
    assertThat(observer.control().conversations(List.of(conversation)))
        .containsEntry(conversation, ControlState.PAUSED);
    assertThat(controls.resume(conversation, "operator")).isEqualTo(ControlState.ACTIVE);
    assertThat(plain.exists("aether:control:conv:" + conversation)).isZero();

    controls.terminate(conversation, "operator");

    assertThat(controls.resume(conversation, "operator")).isEqualTo(ControlState.KILLED);
    assertThat(controls.pause(conversation, "operator")).isEqualTo(ControlState.KILLED);
    assertThat(plain.get("aether:control:conv:" + conversation)).isEqualTo("killed");
    assertThat(plain.xlen("aether:events")).as("six acts and one end").isEqualTo(7);
  }

  @Test
  void d33_a_killed_body_can_be_revived() {
    ControlSwitch controls = bus.controls(CLOCK);
    controls.kill(BACKEND, "operator");
    assertThat(observer.control().isKilled(BACKEND)).isTrue();
    assertThat(controls.revive(BACKEND, "operator")).isTrue();
    assertThat(observer.control().isKilled(BACKEND)).isFalse();
    assertThat(controls.revive(BACKEND, "operator")).isFalse();
    assertThat(plain.xlen("aether:events")).isEqualTo(3);
  }

  @Test
  void the_server_says_what_it_is_and_what_it_keeps() {
    var info = observer.server();
    assertThat(info.version()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(info.mode()).isEqualTo("standalone");
    assertThat(info.persistent()).isFalse();
    assertThat(info.maxmemoryPolicy()).isEqualTo("noeviction");
    plain.configSet("appendonly", "yes");
    assertThat(observer.server().persistent()).isTrue();
  }

  @Test
  void d43_an_absent_bus_is_named_in_one_line() throws IOException {
    int port = PrivateRedis.freePort();
    assertThatThrownBy(() -> RedisObserver.connect(PrivateRedis.at(port)))
        .isInstanceOf(BusException.Unavailable.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageContaining("--redis-host")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void refused_credentials_are_told_from_an_absent_bus() {
    plain.configSet("requirepass", "sesame");
    assertThatThrownBy(() -> RedisBus.connect(redis.address()))
        .isInstanceOf(BusException.Denied.class)
        .hasMessageContaining("NOAUTH");
    assertThatThrownBy(() -> RedisBus.connect(with("default", "wrong")))
        .isInstanceOf(BusException.Denied.class)
        .hasMessageContaining("WRONGPASS")
        .message()
        .doesNotContain("wrong ");
    try (RedisObserver known = RedisObserver.connect(with("default", "sesame"))) {
      assertThat(known.server().mode()).isEqualTo("standalone");
    }
  }

  @Test
  void a_user_with_few_rights_reads_what_it_may_and_is_denied_the_rest() {
    plain.aclSetuser(
        "reader",
        new io.lettuce.core.AclSetuserArgs()
            .on()
            .addPassword("pw")
            .keyPattern("aether:*")
            .addCommand(io.lettuce.core.protocol.CommandType.PING)
            .addCommand(io.lettuce.core.protocol.CommandType.HGETALL));
    try (RedisBus limited = RedisBus.connect(with("reader", "pw"))) {
      assertThat(limited.observer().directory().bodies()).isEmpty();
      assertThat(limited.observer().server().version()).isEqualTo("unknown");
      assertThatThrownBy(() -> limited.outbox().send(question(), List.of()))
          .isInstanceOf(BusException.Denied.class)
          .hasMessageContaining("NOPERM");
    }
  }

  private BusAddress with(String user, String password) {
    return new BusAddress(
        "127.0.0.1",
        redis.port(),
        0,
        Optional.of(user),
        Optional.of(new Secret(password)),
        Optional.empty());
  }

  @Test
  void an_interrupted_wait_leaves_the_thread_interrupted() {
    EventLog events = observer.events();
    assertThat(events.await(EventLog.START, 1, Duration.ofMillis(1))).isEmpty();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> events.await(EventLog.START, 1, Duration.ofSeconds(20)))
        .isInstanceOf(BusException.Unavailable.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(observer.events().end()).isEqualTo(EventLog.START);
  }

  @Test
  void a_connection_that_was_cut_mends_itself() {
    assertThat(observer.events().end()).isEqualTo(EventLog.START);
    bus.outbox().send(question(), List.of());
    plain.clientKill(io.lettuce.core.KillArgs.Builder.typeNormal().skipme());
    PrivateRedis.until("the read side is back", this::reads);
    bus.outbox().send(question(), List.of());
    assertThat(plain.xlen("aether:inbox:backend")).isEqualTo(2);
  }

  private boolean reads() {
    try {
      return !observer.events().end().isEmpty();
    } catch (BusException.Unavailable e) {
      return false;
    }
  }
}
