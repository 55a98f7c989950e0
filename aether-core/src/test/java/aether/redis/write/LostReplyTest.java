package aether.redis.write;

import static aether.redis.write.Letters.BACKEND;
import static aether.redis.write.Letters.CLOCK;
import static aether.redis.write.Letters.NOW;
import static aether.redis.write.Letters.answered;
import static aether.redis.write.Letters.owner;
import static aether.redis.write.Letters.question;
import static aether.redis.write.Letters.reservation;
import static aether.redis.write.Letters.undecodable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import aether.bus.write.DeadLetterOffice;
import aether.bus.write.Entry;
import aether.bus.write.Inbox;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Settled;
import aether.message.Envelope;
import aether.redis.write.FaultProxy.Fault;
import aether.testkit.RedisServer;
import aether.testkit.TcpProxy;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A connection breaks at the worst moment: what was written is written exactly once. */
class LostReplyTest {
  private PrivateRedis redis;
  private FaultProxy proxy;
  private RedisCommands<String, String> plain;
  private RedisBus bus;
  private Inbox inbox;
  private ProcessingLog log;

  @BeforeEach
  void start() throws IOException {
    redis = PrivateRedis.start();
    proxy = FaultProxy.to(redis);
    plain = redis.plain();
    bus = RedisBus.connect(PrivateRedis.at(proxy.port()));
    inbox = bus.inbox(BACKEND, CLOCK);
    inbox.open();
    assertThat(bus.lease(BACKEND, Duration.ofSeconds(30)).acquire(owner("me"))).isEmpty();
    log = bus.processingLog(BACKEND, owner("me"), CLOCK);
  }

  @AfterEach
  void stop() {
    bus.close();
    proxy.close();
    redis.close();
  }

  private Entry arrives(Envelope message) {
    bus.outbox().send(message, List.of());
    return inbox.next(1, Duration.ofSeconds(2)).getFirst();
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = Mode.EXCLUDE, names = "NONE")
  void a_settlement_is_written_once(Fault fault) {
    Envelope question = question();
    Entry entry = arrives(question);
    log.reserve(reservation(entry, question, 1), NOW);
    proxy.atNextExec(fault);

    assertThat(log.settle(answered(entry, question))).isEqualTo(new Settled.Done());

    assertThat(proxy.isSpent()).isTrue();
    assertThat(plain.xlen("aether:inbox:frontend")).isEqualTo(1);
    assertThat(plain.xlen("aether:inbox:backend")).isZero();
    assertThat(plain.xlen("aether:events")).isEqualTo(4);
  }

  @Test
  void a_message_whose_fate_cannot_be_looked_up_at_once_is_sent_once() {
    RedisServer.Private server = RedisServer.Private.start();
    try (server;
        TcpProxy away = TcpProxy.to(server.address());
        RedisBus client = RedisBus.connect(away.address())) {
      client.outbox().send(question(), List.of());
      away.loseReplyOfExec(1);
      away.redirect(PrivateRedis.at(1));
      Thread back =
          Thread.ofVirtual()
              .start(() -> {
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                away.redirect(server.address());
              });

      assertThatCode(() -> client.outbox().send(question(), List.of())).doesNotThrowAnyException();

      assertThat(away.hasLost()).isTrue();
      assertThat(back.isAlive()).isFalse();
      assertThat(server.call("XLEN", "aether:inbox:backend")).isEqualTo(2L);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = Mode.EXCLUDE, names = "NONE")
  void a_reservation_is_counted_once(Fault fault) {
    Envelope question = question();
    Entry entry = arrives(question);
    proxy.atNextExec(fault);

    assertThat(log.reserve(reservation(entry, question, 1), NOW)).isEqualTo(1);

    assertThat(proxy.isSpent()).isTrue();
    assertThat(log.look(question, NOW).log().orElseThrow().attempts()).isEqualTo(1);
    assertThat(log.look(question, NOW).seenThisMinute()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = Mode.EXCLUDE, names = "NONE")
  void a_dead_letter_is_written_once(Fault fault) {
    plain.xadd("aether:inbox:backend", Map.of("data", "garbage"));
    Entry entry = inbox.next(1, Duration.ofSeconds(2)).getFirst();
    proxy.atNextExec(fault);

    assertThat(log.settle(undecodable(entry))).isEqualTo(new Settled.Done());

    assertThat(proxy.isSpent()).isTrue();
    assertThat(plain.xlen("aether:dead:backend")).isEqualTo(1);
    assertThat(plain.xlen("aether:inbox:backend")).isZero();
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = Mode.EXCLUDE, names = "NONE")
  void a_dead_letter_is_tried_again_once(Fault fault) {
    String letter = buried();
    proxy.atNextExec(fault);

    assertThat(bus.deadLetterOffice(CLOCK).retry(BACKEND, letter, "ana"))
        .isEqualTo(new DeadLetterOffice.Retry.Requeued());

    assertThat(proxy.isSpent()).isTrue();
    assertThat(plain.xlen("aether:dead:backend")).isZero();
    assertThat(plain.xlen("aether:inbox:backend")).isEqualTo(1);
    assertThat(plain.xlen("aether:events")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = Mode.EXCLUDE, names = "NONE")
  void a_dead_letter_is_dropped_once(Fault fault) {
    String letter = buried();
    proxy.atNextExec(fault);

    assertThat(bus.deadLetterOffice(CLOCK).drop(BACKEND, letter, "ana")).isTrue();

    assertThat(proxy.isSpent()).isTrue();
    assertThat(plain.xlen("aether:dead:backend")).isZero();
    assertThat(plain.xlen("aether:events")).isEqualTo(1);
  }

  @Test
  void dead_letters_are_kept_for_thirty_days_after_the_last_one() {
    String _ = buried();

    assertThat(plain.ttl("aether:dead:backend"))
        .isBetween(Duration.ofDays(29).toSeconds(), Duration.ofDays(30).toSeconds());
  }

  /** A letter of something that was no message. */
  private String buried() {
    plain.xadd("aether:inbox:backend", Map.of("data", "garbage"));
    Entry entry = inbox.next(1, Duration.ofSeconds(2)).getFirst();
    assertThat(log.settle(undecodable(entry))).isEqualTo(new Settled.Done());
    return bus.observer().deadLetters().list(BACKEND, "0-0", 1).getFirst().id();
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = Mode.EXCLUDE, names = "NONE")
  void a_message_of_a_client_is_sent_once(Fault fault) {
    Envelope question = question();
    proxy.atNextExec(fault);

    bus.outbox().send(question, List.of());

    assertThat(proxy.isSpent()).isTrue();
    assertThat(plain.xlen("aether:inbox:backend")).isEqualTo(1);
    assertThat(plain.xlen("aether:events")).isEqualTo(1);
  }
}
