package aether.redis.write;

import static aether.redis.write.Letters.BACKEND;
import static aether.redis.write.Letters.owner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.bus.BusException;
import aether.bus.write.Lease;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lease on a real Redis. */
class RedisLeaseTest {
  private PrivateRedis redis;
  private RedisCommands<String, String> plain;
  private RedisBus bus;
  private Lease lease;

  @BeforeEach
  void start() {
    redis = PrivateRedis.start();
    plain = redis.plain();
    bus = RedisBus.connect(redis.address());
    lease = bus.lease(BACKEND, Duration.ofSeconds(30));
  }

  @AfterEach
  void stop() {
    bus.close();
    redis.close();
  }

  @Test
  void d8_the_second_is_told_who_owns_the_body_since_when() {
    assertThat(lease.acquire(owner("first"))).isEmpty();
    assertThat(lease.acquire(owner("first"))).as("again").isEmpty();
    assertThat(lease.acquire(owner("second"))).contains(owner("first"));
    assertThat(lease.renew(owner("second"))).isFalse();
    assertThat(plain.ttl("aether:lease:backend")).isBetween(25L, 30L);
    assertThat(plain.ttl("aether:fence:backend")).isGreaterThan(2_500_000L);
  }

  @Test
  void what_was_given_up_is_free_at_once_but_the_fence_remembers() {
    assertThat(lease.acquire(owner("first"))).isEmpty();
    lease.release(owner("second"));
    assertThat(plain.exists("aether:lease:backend")).isEqualTo(1);
    lease.release(owner("first"));
    assertThat(plain.exists("aether:lease:backend")).isZero();
    assertThat(plain.get("aether:fence:backend")).isEqualTo("first");
    assertThat(lease.acquire(owner("second"))).isEmpty();
    assertThat(plain.get("aether:fence:backend")).isEqualTo("second");
  }

  @Test
  void a_lapsed_lease_is_renewed_only_while_nobody_has_had_it_since() {
    assertThat(lease.acquire(owner("first"))).isEmpty();
    plain.del("aether:lease:backend");
    assertThat(lease.renew(owner("first"))).isTrue();

    plain.del("aether:lease:backend");
    assertThat(lease.acquire(owner("second"))).isEmpty();
    plain.del("aether:lease:backend");
    assertThat(lease.renew(owner("first"))).isFalse();
    assertThat(lease.renew(owner("second"))).isTrue();
  }

  @Test
  void after_flushall_the_first_to_renew_has_it() {
    assertThat(lease.acquire(owner("first"))).isEmpty();
    plain.flushall();
    assertThat(lease.renew(owner("first"))).isTrue();
    assertThat(lease.acquire(owner("second"))).contains(owner("first"));
  }

  @Test
  void a_lease_that_nobody_can_read_is_waited_out() {
    plain.set("aether:lease:backend", "garbage", SetArgs.Builder.px(700));
    long began = System.nanoTime();

    assertThat(lease.acquire(owner("first"))).isEmpty();

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(600), Duration.ofSeconds(3));
    assertThat(lease.renew(owner("first"))).isTrue();
  }

  @Test
  void a_lease_that_nobody_can_read_and_that_has_no_end_is_taken_over_under_the_fence() {
    assertThat(lease.acquire(owner("first"))).isEmpty();
    plain.set("aether:lease:backend", "garbage");

    assertThat(lease.acquire(owner("second"))).isEmpty();

    assertThat(plain.get("aether:fence:backend")).isEqualTo("second");
    assertThat(plain.pttl("aether:lease:backend")).isPositive();
    assertThat(lease.renew(owner("first"))).isFalse();
  }

  @Test
  void a_lease_that_nobody_can_read_and_that_outlasts_any_is_named_with_its_remedy() {
    Lease brief = bus.lease(BACKEND, Duration.ofMillis(100));
    plain.set("aether:lease:backend", "garbage", SetArgs.Builder.px(60_000));

    assertThatThrownBy(() -> brief.acquire(owner("first")))
        .isInstanceOf(BusException.Unusable.class)
        .hasMessageContaining("'aether:lease:backend'")
        .hasMessageContaining("delete it");
  }

  @Test
  void the_owner_of_a_lease_that_was_overwritten_with_garbage_goes_on() {
    assertThat(lease.acquire(owner("first"))).isEmpty();
    plain.set("aether:lease:backend", "garbage", SetArgs.Builder.px(60_000));

    assertThat(lease.renew(owner("first"))).isTrue();
    assertThat(plain.get("aether:lease:backend")).contains("first");
  }
}
