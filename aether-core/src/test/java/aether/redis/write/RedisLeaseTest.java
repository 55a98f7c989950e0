package aether.redis.write;

import static aether.redis.write.Letters.BACKEND;
import static aether.redis.write.Letters.owner;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.write.Lease;
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
  void a_lease_that_cannot_be_read_is_somebody_elses() {
    plain.set("aether:lease:backend", "garbage");
    assertThat(lease.acquire(owner("first"))).isPresent();
  }
}
