package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.BusException;
import aether.bus.write.Lease;
import aether.config.Account;
import aether.event.Event;
import aether.message.Envelope;
import aether.message.Recipient;
import aether.observatory.turn.ScriptedRunner;
import aether.redis.Keys;
import aether.redis.write.RedisBus;
import aether.testkit.HandClock;
import aether.testkit.RedisServer;
import aether.testkit.RequiresRedis7;
import aether.testkit.Users;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redis loses what stood on it: the Body is there again within two seconds, and says so once. */
@Timeout(40)
class ForgetfulRedisTest {
  private final RedisServer.Private redis = RedisServer.Private.start();
  private final HandClock clock = new HandClock();
  private final RedisSkyBus bus = RedisSkyBus.on(redis, clock);
  private final Sky sky = new Sky(clock, bus, _ -> LockSupport.parkNanos(20_000_000));
  private final ScriptedRunner runner = Scripts.always("The field is `id`.");

  @AfterEach
  void close() {
    sky.close();
    redis.close();
  }

  private void loses(String how) {
    switch (how) {
      case "flush" -> {
        bus.post().emptied();
        redis.call("FLUSHALL");
      }
      case "group" -> redis.call("XGROUP", "DESTROY", Keys.inbox(B), Keys.group(B));
      case "eviction" -> {
        bus.post().evicted(B);
        redis.call("DEL", Keys.inbox(B), Keys.fence(B), Keys.lease(B));
      }
      default -> throw new IllegalArgumentException(how);
    }
  }

  /** What the Body has said of it; nothing while Redis is away. */
  private List<Event> told() {
    try {
      return sky.events().stream().filter(Event.BusEpochChanged.class::isInstance).toList();
    } catch (BusException.Unavailable e) {
      return List.of();
    }
  }

  /** How many A was given; none that can be seen while Redis is away. */
  private int answers() {
    try {
      return sky.bus.inboxOf(A).size();
    } catch (BusException.Unavailable e) {
      return 0;
    }
  }

  /** Until Redis takes it. */
  private void insist(Envelope message) {
    sky.until(
        "the message is on the bus",
        () -> {
          try {
            sky.bus.outbox().send(message, List.of());
            return true;
          } catch (BusException.Unavailable e) {
            return false;
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"flush", "group", "eviction"})
  void within_two_seconds_it_is_repaired_and_told_once(String how) {
    sky.registered(A);
    sky.online(B, runner);
    sky.send(A, B, "Before?");
    sky.quiet();

    long lost = System.nanoTime();
    loses(how);
    sky.until(
        "it is there again and has said so",
        () ->
            told().size() == 1
                && redis.call("HGET", Keys.REGISTRY, B.value()) != null
                && sky.bus.presence(B).isOnline()
                && redis.call("EXISTS", Keys.lease(B), Keys.fence(B)).equals(2L));
    assertThat(Duration.ofNanos(System.nanoTime() - lost)).isLessThan(Duration.ofSeconds(2));

    sky.registered(A);
    sky.send(A, B, "After?");
    sky.quiet();
    assertThat(runner.runs()).isEqualTo(2);
    assertThat(told()).containsExactly(new Event.BusEpochChanged(B, clock.instant()));
    sky.auditor().audit();
  }

  @RequiresRedis7
  @Test
  void a_bus_that_starts_without_its_data_is_repaired_and_told_of_once() {
    sky.registered(A);
    sky.online(B, runner);
    sky.send(A, B, "Before?");
    sky.quiet();

    bus.post().emptied();
    redis.kill9();
    redis.restartEmpty();
    long back = System.nanoTime();
    insist(sky.compose(A, new Recipient.Project(B), "After?", 8));
    sky.until("it is answered and told", () -> runner.runs() == 2 && told().size() == 1);

    assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(3));
    sky.quiet();
    assertThat(told()).hasSize(1);
    assertThat(sky.bus.presence(B).isOnline()).isTrue();
    sky.auditor().audit();
  }

  @Test
  void a_bus_that_starts_with_an_older_copy_is_told_of_once_and_goes_on() {
    redis.grant(new Account.Body(B), Users.READS_EVENTS);
    sky.registered(A);
    sky.online(B, runner);
    sky.send(A, B, "Before?");
    sky.quiet();
    redis.call("CONFIG", "SET", "appendonly", "no");
    redis.call("CONFIG", "SET", "save", "");
    String copied = sky.bus.end();
    sky.send(A, B, "Lost?");
    sky.quiet();
    assertThat(sky.bus.inboxOf(A)).hasSize(2);

    bus.post().fallenBackTo(copied);
    redis.kill9();
    redis.restart();
    insist(sky.compose(A, new Recipient.Project(B), "After?", 8));
    sky.until("it is answered and told", () -> runner.runs() == 3 && told().size() == 1);
    sky.quiet();

    assertThat(sky.bus.inboxOf(A)).as("the second answer was in no copy").hasSize(2);
    assertThat(told()).hasSize(1);
    sky.auditor().audit();
  }

  @Test
  void a_plain_restart_with_all_that_was_written_is_no_news() {
    sky.registered(A);
    sky.online(B, runner);
    sky.send(A, B, "Before?");
    sky.quiet();

    redis.kill9();
    redis.restart();
    long back = System.nanoTime();
    insist(sky.compose(A, new Recipient.Project(B), "After?", 8));
    sky.until("it is answered", () -> answers() == 2);
    assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(3));
    sky.quiet();

    assertThat(told()).isEmpty();
    sky.auditor().audit();
  }

  @Test
  void who_takes_the_body_right_after_a_flush_has_it_alone() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    sky.registered(A);
    Observatory observatory =
        sky.online(
            B,
            Scripts.always("The field is `id`.")
                .taking(
                    Duration.ofSeconds(1),
                    _ -> {
                      running.countDown();
                      goOn.await();
                    }));
    sky.send(A, B, "Which?");
    assertThat(running.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();

    try (RedisBus rival = RedisBus.connect(redis.as(new Account.Body(B)))) {
      Lease.Owner other = new Lease.Owner("rival", "elsewhere", 1, clock.instant());
      bus.post().emptied();
      redis.call("FLUSHALL");
      assertThat(rival.lease(B, Duration.ofSeconds(30)).acquire(other)).isEmpty();
      goOn.countDown();

      assertThat(observatory.await()).hasValueSatisfying(why -> assertThat(why).isNotBlank());
      assertThat(redis.call("GET", Keys.fence(B))).isEqualTo("rival");
    }
    assertThat(sky.bus.inboxOf(A)).isEmpty();
    sky.offline(B);
    sky.auditor().audit();
  }
}
