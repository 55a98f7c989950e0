package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.bus.BusException;
import aether.config.Account;
import aether.message.Envelope;
import aether.message.Recipient;
import aether.observatory.turn.ScriptedRunner;
import aether.testkit.HandClock;
import aether.testkit.RedisServer;
import aether.testkit.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Redis answers with errors, late, or not at all: nothing is lost, nothing is done twice. */
@Timeout(60)
class SickRedisTest {
  private static final int MESSAGES = 12;

  private final RedisServer.Private redis = RedisServer.Private.start();
  private final TcpProxy proxy = TcpProxy.to(redis.address());
  private final HandClock clock = new HandClock();
  private final Sky sky =
      new Sky(
          clock,
          RedisSkyBus.through(proxy.address(), redis, clock),
          _ -> LockSupport.parkNanos(20_000_000));
  private final ScriptedRunner runner =
      Scripts.always("The field is `id`.").taking(Duration.ofMillis(20), Thread::sleep);
  private final List<Envelope> sent = new ArrayList<>();

  @AfterEach
  void close() {
    proxy.close();
    sky.close();
    redis.close();
  }

  private void begin() {
    sky.registered(A);
    sky.online(B, runner);
  }

  /** Sends messages until each is on the bus, beside what the test does. */
  private CompletableFuture<Void> flow() {
    for (int i = 0; i < MESSAGES; i++) {
      sent.add(sky.compose(A, new Recipient.Project(B), "Question " + i + "?", 8));
    }
    return CompletableFuture.runAsync(() -> sent.forEach(this::insist));
  }

  /** Sends it again only when the bus has said that it is not there. */
  private void insist(Envelope message) {
    do {
      try {
        sky.bus.outbox().send(message, List.of());
        return;
      } catch (BusException.Unavailable e) {
        LockSupport.parkNanos(20_000_000);
      }
    } while (!isThere(message));
    sky.bus.wasSent(message);
  }

  private boolean isThere(Envelope message) {
    while (true) {
      try {
        return sky.messages().stream().anyMatch(each -> each.id().equals(message.id()));
      } catch (BusException.Unavailable e) {
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  private boolean canAsk() {
    try {
      return !sky.bus.end().isEmpty();
    } catch (BusException.Unavailable e) {
      return false;
    }
  }

  private void eachIsAnsweredOnce() {
    sky.until("all are answered", () -> sky.bus.inboxOf(A).size() >= sent.size());
    sky.quiet();
    sky.auditor().audit();
    assertThat(sky.bus.inboxOf(A)).as("none is a dead letter").hasSize(sent.size());
    assertThat(runner.runs()).as("none is run twice").isEqualTo(sent.size());
  }

  private void writesAreRefused(String because) {
    Envelope refused = sky.compose(A, new Recipient.Project(B), "Refused?", 8);
    assertThatThrownBy(() -> sky.bus.outbox().send(refused, List.of()))
        .isInstanceOf(BusException.Unavailable.class)
        .hasMessageContaining(because)
        .hasMessageNotContaining("\n");
  }

  private void whileRefusing(String because, Runnable fall, Runnable mend) {
    begin();
    CompletableFuture<Void> sending = flow();
    sky.until("some are under way", () -> runner.runs() > 2);
    fall.run();
    writesAreRefused(because);
    mend.run();
    sending.join();
    eachIsAnsweredOnce();
  }

  @Test
  void a_full_memory_holds_everything_up_and_loses_nothing() {
    whileRefusing(
        "its memory is full",
        () -> redis.call("CONFIG", "SET", "maxmemory", "1mb"),
        () -> redis.call("CONFIG", "SET", "maxmemory", "0"));
  }

  @Test
  void a_disk_that_cannot_be_saved_to_holds_everything_up_and_loses_nothing() throws IOException {
    List<?> dir = (List<?>) redis.call("CONFIG", "GET", "dir");
    Path inTheWay = Path.of(String.valueOf(dir.get(1)), "dump.rdb");
    whileRefusing(
        "cannot save to its disk",
        () -> {
          try {
            Files.createDirectories(inTheWay.resolve("in-the-way"));
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          redis.call("CONFIG", "SET", "save", "3600 1");
          redis.call("BGSAVE");
          sky.until(
              "the save has failed",
              () ->
                  String.valueOf(redis.call("INFO", "persistence"))
                      .contains("rdb_last_bgsave_status:err"));
        },
        () -> redis.call("CONFIG", "SET", "save", ""));
    Files.delete(inTheWay.resolve("in-the-way"));
    Files.delete(inTheWay);
  }

  @Test
  void a_replica_that_takes_no_writes_holds_everything_up_and_loses_nothing() {
    whileRefusing(
        "it is a replica",
        () -> redis.call("REPLICAOF", "127.0.0.1", "1"),
        () -> redis.call("REPLICAOF", "NO", "ONE"));
  }

  @Test
  void a_server_that_stands_still_is_waited_for() throws Exception {
    begin();
    CompletableFuture<Void> sending = flow();
    sky.until("some are under way", () -> runner.runs() > 2);
    signal("-STOP");
    long end = System.nanoTime() + Duration.ofSeconds(6).toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    signal("-CONT");
    sending.join();
    eachIsAnsweredOnce();
  }

  private void signal(String name) throws Exception {
    String pid = String.valueOf(redis.process().pid());
    assertThat(new ProcessBuilder("kill", name, pid).start().waitFor()).isZero();
  }

  @Test
  void connections_that_are_dead_without_being_closed_are_given_up_and_made_anew() {
    begin();
    CompletableFuture<Void> sending = flow();
    sky.until("some are under way", () -> runner.runs() > 2);
    proxy.swallow();
    long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    proxy.mend();
    sending.join();
    eachIsAnsweredOnce();
  }

  @Test
  void a_reply_that_is_lost_at_any_transaction_changes_nothing() {
    begin();
    for (int n = 1; n <= 8; n++) {
      proxy.loseReplyOfExec(n);
      for (int i = 0; i < 4; i++) {
        Envelope message = sky.compose(A, new Recipient.Project(B), "Number " + n + "/" + i, 8);
        sent.add(message);
        insist(message);
      }
      sky.quiet();
      assertThat(proxy.hasLost()).as("transaction %d", n).isTrue();
    }
    eachIsAnsweredOnce();
  }

  @Test
  void a_storm_of_resets_changes_nothing() {
    begin();
    CompletableFuture<Void> sending = flow();
    for (int i = 0; i < 20; i++) {
      proxy.reset();
      LockSupport.parkNanos(50_000_000);
    }
    sending.join();
    sky.until("this test's own connection is mended", this::canAsk);
    eachIsAnsweredOnce();
  }

  @Test
  void a_password_that_is_suddenly_wanted_ends_the_daemon_with_a_clear_word() throws Exception {
    sky.registered(A);
    Observatory observatory = sky.online(B, runner);

    Account body = new Account.Body(B);
    if (redis.as(body).username().isPresent()) {
      redis.call("ACL", "SETUSER", body.user(), "resetpass", ">another");
    } else {
      redis.call("CONFIG", "SET", "requirepass", "secret");
    }
    proxy.reset();

    assertThat(observatory.await())
        .hasValueSatisfying(why -> assertThat(why).contains("AETHER_REDIS_PASSWORD"));
  }
}
