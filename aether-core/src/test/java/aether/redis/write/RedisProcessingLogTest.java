package aether.redis.write;

import static aether.redis.write.Letters.BACKEND;
import static aether.redis.write.Letters.CLOCK;
import static aether.redis.write.Letters.FRONTEND;
import static aether.redis.write.Letters.NOW;
import static aether.redis.write.Letters.answer;
import static aether.redis.write.Letters.answered;
import static aether.redis.write.Letters.owner;
import static aether.redis.write.Letters.question;
import static aether.redis.write.Letters.reservation;
import static aether.redis.write.Letters.silent;
import static aether.redis.write.Letters.undecodable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.bus.ControlState;
import aether.bus.write.Entry;
import aether.bus.write.Inbox;
import aether.bus.write.LogEntry;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Reservation;
import aether.bus.write.Settled;
import aether.bus.write.Settlement.SessionChange;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.message.Recipient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The processing log on a real Redis. */
class RedisProcessingLogTest {
  private PrivateRedis redis;
  private RedisCommands<String, String> plain;
  private RedisBus bus;
  private Inbox inbox;
  private ProcessingLog log;

  @BeforeEach
  void start() {
    redis = PrivateRedis.start();
    plain = redis.plain();
    bus = RedisBus.connect(redis.address());
    inbox = bus.inbox(BACKEND, CLOCK);
    inbox.open();
    assertThat(bus.lease(BACKEND, Duration.ofSeconds(30)).acquire(owner("first"))).isEmpty();
    log = bus.processingLog(BACKEND, owner("first"), CLOCK);
  }

  @AfterEach
  void stop() {
    bus.close();
    redis.close();
  }

  private Entry arrives(Envelope message) {
    bus.outbox().send(message, List.of());
    return inbox.next(1, Duration.ofSeconds(2)).getFirst();
  }

  private List<String> frontendInbox() {
    return plain.xrange("aether:inbox:frontend", io.lettuce.core.Range.unbounded()).stream()
        .map(entry -> entry.getBody().get("data"))
        .toList();
  }

  @Test
  void d28_a_settled_message_is_answered_logged_and_gone_from_the_inbox() {
    Envelope question = question();
    Entry entry = arrives(question);
    assertThat(log.reserve(reservation(entry, question, 1), NOW)).isEqualTo(1);
    assertThat(log.look(question, NOW).seenThisMinute()).isEqualTo(1);
    log.record(question, "{\"reply_needed\": true}", "session-1");

    Settled settled =
        log.settle(answered(entry, question, new SessionChange.Remember("session-1")));

    assertThat(settled).isEqualTo(new Settled.Done());
    assertThat(frontendInbox()).singleElement().asString().contains("order_id");
    assertThat(plain.xlen("aether:inbox:backend")).isZero();
    assertThat(plain.xpending("aether:inbox:backend", "grp-backend").getCount()).isZero();
    String key = "aether:proclog:backend:" + question.id();
    assertThat(plain.hgetall(key))
        .containsEntry("state", "ACKED")
        .containsEntry("attempts", "1")
        .containsEntry("sender", "frontend")
        .containsEntry("entry", entry.id())
        .containsEntry("session_id", "session-1")
        .containsEntry("reply_message_id", answer(question).id().value());
    assertThat(plain.ttl(key)).isBetween(86_300L, 86_400L);
    assertThat(log.look(question, NOW).sessionId()).contains("session-1");
    assertThat(plain.ttl("aether:sessions:backend")).isBetween(2_591_000L, 2_592_000L);
    assertThat(plain.xlen("aether:events")).as("sent, started, done, answered").isEqualTo(4);
  }

  /** GUARANTEES, what is kept: dead letters and the copy of the ledger. */
  @Test
  void dead_letters_and_the_copy_of_the_ledger_keep_what_is_newest_and_go_by_themselves() {
    redis.fill("aether:dead:backend", 11_000);
    redis.fill("aether:ledger:backend", 21_000);
    Envelope question = question();
    Entry entry = arrives(question);

    assertThat(
            log.reserve(
                new Reservation(question, entry, 1, true, List.of(), Optional.of("one run")), NOW))
        .isEqualTo(1);
    assertThat(log.settle(Letters.undecodable(entry))).isEqualTo(new Settled.Done());

    assertThat(plain.xlen("aether:dead:backend")).isBetween(10_000L, 10_100L);
    assertThat(plain.xlen("aether:ledger:backend")).isBetween(20_000L, 20_100L);
    assertThat(plain.ttl("aether:dead:backend")).isBetween(2_591_000L, 2_592_000L);
    assertThat(plain.ttl("aether:ledger:backend")).isBetween(7_775_000L, 7_776_000L);
  }

  @Test
  void looking_shows_what_a_python_peer_has_logged_and_what_the_operator_has_decided() {
    Envelope question = question();
    plain.hset(
        "aether:proclog:backend:" + question.id(),
        Map.of("state", "CLAUDE_DONE", "claude_result", "{}", "session_id", "s"));
    plain.set("aether:control:conv:" + question.conversation(), "paused");
    plain.set("aether:control:project:backend", "1");

    var standing = log.look(question, NOW);

    assertThat(standing.conversation()).isEqualTo(ControlState.PAUSED);
    assertThat(standing.projectKilled()).isTrue();
    assertThat(standing.sessionId()).isEmpty();
    assertThat(standing.log())
        .contains(
            new LogEntry(
                LogEntry.State.CLAUDE_DONE,
                0,
                Optional.of("{}"),
                Optional.of("s"),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void a_run_that_cost_nothing_is_not_counted() {
    Envelope question = question();
    Entry entry = arrives(question);
    log.reserve(reservation(entry, question, 1), NOW);
    log.release(reservation(entry, question, 1));
    assertThat(log.look(question, NOW).log()).isEmpty();

    log.reserve(reservation(entry, question, 1), NOW);
    log.reserve(reservation(entry, question, 2), NOW);
    log.release(reservation(entry, question, 2));
    assertThat(log.look(question, NOW).log().orElseThrow().attempts()).isEqualTo(1);
  }

  @Test
  void d8_a_stale_owner_is_fenced_and_nothing_of_it_is_written() {
    Envelope question = question();
    Entry entry = arrives(question);
    log.reserve(reservation(entry, question, 1), NOW);
    long events = plain.xlen("aether:events");
    plain.del("aether:lease:backend");
    try (RedisBus second = RedisBus.connect(redis.address())) {
      assertThat(second.lease(BACKEND, Duration.ofSeconds(30)).acquire(owner("second"))).isEmpty();

      assertThatThrownBy(() -> log.settle(answered(entry, question)))
          .isInstanceOf(ProcessingLog.Fenced.class);
      assertThatThrownBy(() -> log.record(question, "{}", "s"))
          .isInstanceOf(ProcessingLog.Fenced.class);

      assertThat(frontendInbox()).isEmpty();
      assertThat(plain.xlen("aether:events")).isEqualTo(events);
      assertThat(plain.xlen("aether:inbox:backend")).isEqualTo(1);
      assertThat(
              second
                  .processingLog(BACKEND, owner("second"), CLOCK)
                  .settle(answered(entry, question)))
          .isEqualTo(new Settled.Done());
    }
  }

  @Test
  void a_lapsed_lease_that_nobody_took_is_taken_again_by_its_next_write() {
    Envelope question = question();
    Entry entry = arrives(question);
    plain.del("aether:lease:backend", "aether:fence:backend");

    assertThat(log.settle(answered(entry, question))).isEqualTo(new Settled.Done());

    assertThat(plain.get("aether:fence:backend")).isEqualTo("first");
    assertThat(plain.get("aether:lease:backend")).contains("\"token\": \"first\"");
  }

  @Test
  void d10_no_reply_leaves_a_conversation_that_was_ended_while_the_turn_ran() {
    Envelope question = question();
    Entry entry = arrives(question);
    log.reserve(reservation(entry, question, 1), NOW);
    bus.controls(CLOCK).terminate(question.conversation(), "operator");

    assertThat(log.settle(answered(entry, question)))
        .isEqualTo(new Settled.Overruled(ControlState.KILLED, false));

    assertThat(frontendInbox()).isEmpty();
    assertThat(log.look(question, NOW).log().orElseThrow().state())
        .isEqualTo(LogEntry.State.RECEIVED);
    assertThat(log.settle(silent(entry, question))).isEqualTo(new Settled.Done());
    assertThat(plain.xlen("aether:inbox:backend")).isZero();
  }

  @Test
  void d10_no_reply_leaves_a_body_that_was_ended_and_a_pause_holds_it_back_until_resumed() {
    Envelope question = question();
    Entry entry = arrives(question);
    bus.controls(CLOCK).kill(BACKEND, "operator");
    assertThat(log.settle(answered(entry, question)))
        .isEqualTo(new Settled.Overruled(ControlState.ACTIVE, true));

    bus.controls(CLOCK).revive(BACKEND, "operator");
    bus.controls(CLOCK).pause(question.conversation(), "operator");
    assertThat(log.settle(answered(entry, question)))
        .isEqualTo(new Settled.Overruled(ControlState.PAUSED, false));

    bus.controls(CLOCK).resume(question.conversation(), "operator");
    assertThat(log.settle(answered(entry, question))).isEqualTo(new Settled.Done());
    assertThat(frontendInbox()).hasSize(1);
  }

  @Test
  void settlements_made_at_the_same_time_share_transactions() throws Exception {
    List<Callable<Settled>> settlements = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Envelope question = question();
      Entry entry = arrives(question);
      settlements.add(() -> log.settle(answered(entry, question)));
    }
    plain.configResetstat();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Settled> settled : threads.invokeAll(settlements)) {
        assertThat(settled.get()).isEqualTo(new Settled.Done());
      }
    }
    assertThat(PrivateRedis.counts(plain).get("exec")).isLessThan(60);
    assertThat(frontendInbox()).hasSize(100).doesNotHaveDuplicates();
    assertThat(plain.xlen("aether:inbox:backend")).isZero();
  }

  @Test
  void a_message_and_its_answer_cost_at_most_22_commands() {
    Envelope warm = question();
    log.settle(answered(arrives(warm), warm));
    Envelope question = question();
    Entry entry = arrives(question);
    plain.configResetstat();

    log.look(question, NOW);
    log.reserve(reservation(entry, question, 1), NOW);
    log.settle(answered(entry, question));

    Map<String, Long> counts = PrivateRedis.counts(plain);
    long commands =
        counts.entrySet().stream()
            .filter(each -> !each.getKey().startsWith("config"))
            .mapToLong(Map.Entry::getValue)
            .sum();
    assertThat(commands).as("%s", counts).isLessThanOrEqualTo(22);
  }

  @Test
  void a_command_that_redis_refuses_concerns_its_own_settlement_only() throws Exception {
    plain.set("aether:inbox:broken", "not a stream");
    List<Callable<Settled>> settlements = new ArrayList<>();
    Envelope doomed = Letters.from(new ProjectId("broken"), new Recipient.Project(BACKEND));
    Entry doomedEntry = arrives(doomed);
    settlements.add(() -> log.settle(answered(doomedEntry, doomed)));
    for (int i = 0; i < 20; i++) {
      Envelope question = question();
      Entry entry = arrives(question);
      settlements.add(() -> log.settle(answered(entry, question)));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Settled>> settled = threads.invokeAll(settlements);
      for (Future<Settled> each : settled) {
        assertThat(each.get()).isEqualTo(new Settled.Done());
      }
    }
    assertThat(plain.xlen("aether:dead:backend")).isEqualTo(1);
    assertThat(frontendInbox()).hasSize(20);
  }

  @Test
  void d24_a_forged_id_does_not_make_the_true_message_a_duplicate() {
    Envelope forged = Letters.from(new ProjectId("mallory"), new Recipient.Project(BACKEND));
    Envelope genuine =
        new Envelope(
            forged.id(),
            forged.conversation(),
            FRONTEND,
            forged.to(),
            forged.replyTo(),
            forged.hops(),
            forged.createdAt(),
            forged.content());
    Entry first = arrives(forged);
    log.look(forged, NOW);
    log.settle(silent(first, forged));

    assertThat(log.look(genuine, NOW).log()).isEmpty();
    Entry second = arrives(genuine);
    log.settle(answered(second, genuine));

    assertThat(log.look(genuine, NOW).log().orElseThrow().sender()).contains("frontend");
    assertThat(log.look(forged, NOW).log().orElseThrow().sender()).contains("mallory");
    assertThat(frontendInbox()).hasSize(1);
  }

  @Test
  void d1_what_is_no_message_becomes_a_dead_letter_with_all_it_held() {
    plain.xadd("aether:inbox:backend", Map.of("data", "garbage", "more", "x"));
    Entry entry = inbox.next(1, Duration.ofSeconds(2)).getFirst();

    assertThat(log.settle(undecodable(entry))).isEqualTo(new Settled.Done());

    assertThat(plain.xlen("aether:inbox:backend")).isZero();
    var letter =
        plain.xrange("aether:dead:backend", io.lettuce.core.Range.unbounded()).getFirst().getBody();
    assertThat(letter)
        .containsEntry("origin", "inbox")
        .containsEntry("entry", entry.id())
        .containsEntry("reason", "undecodable")
        .containsEntry("attempts", "0");
    assertThat(letter.get("raw")).contains("\"data\": \"garbage\"").contains("\"more\": \"x\"");
  }

  @Test
  void a_settled_wave_moves_the_cursor_and_stays_for_the_others() {
    Envelope wave = Letters.wave();
    bus.outbox().send(wave, List.of());
    Entry entry = inbox.nextWaves("0-0", 1, Duration.ofSeconds(2)).getFirst();

    log.settle(silent(entry, wave).withWaveCursor(entry.id()));

    assertThat(inbox.waveCursor()).isEqualTo(entry.id());
    assertThat(plain.xlen("aether:broadcast")).isEqualTo(1);
  }

  @Test
  void a_wave_that_is_none_is_given_up_once_however_often_it_is_read() {
    String id = plain.xadd("aether:broadcast", Map.of("data", "garbage"));
    Entry entry = new Entry(Entry.Origin.BROADCAST, id, Map.of("data", "garbage"));

    log.settle(undecodable(entry));
    bus.deadLetterOffice(CLOCK)
        .drop(BACKEND, bus.observer().deadLetters().list(BACKEND, "0-0", 1).getFirst().id(), "ana");
    ProcessingLog restarted = bus.processingLog(BACKEND, owner("first"), CLOCK);
    assertThat(restarted.settle(undecodable(entry))).isEqualTo(new Settled.Done());

    assertThat(plain.xlen("aether:dead:backend")).isZero();
    assertThat(plain.keys("aether:proclog:backend:*"))
        .singleElement()
        .satisfies(key -> assertThat(plain.ttl(key)).isPositive());
  }

  @Test
  void settling_twice_is_settling_once_even_after_a_restart() {
    Envelope question = question();
    Entry entry = arrives(question);
    log.reserve(reservation(entry, question, 1), NOW);
    log.settle(answered(entry, question));
    long events = plain.xlen("aether:events");

    assertThat(log.settle(answered(entry, question))).isEqualTo(new Settled.Done());
    ProcessingLog restarted = bus.processingLog(BACKEND, owner("first"), CLOCK);
    assertThat(restarted.settle(answered(entry, question))).isEqualTo(new Settled.Done());

    assertThat(frontendInbox()).hasSize(1);
    assertThat(plain.xlen("aether:events")).isEqualTo(events);
  }
}
