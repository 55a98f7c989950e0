package aether.redis.write;

import static aether.redis.write.Letters.BACKEND;
import static aether.redis.write.Letters.owner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.redis.link.Link;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The writing thread on a real Redis, when it cannot go on. */
class FencedWriterTest {
  private PrivateRedis redis;
  private RedisCommands<String, String> plain;
  private Link link;
  private FencedWriter writer;

  @BeforeEach
  void start() {
    redis = PrivateRedis.start();
    plain = redis.plain();
    link = Link.open(redis.address());
    RedisLease lease = new RedisLease(BACKEND, Duration.ofSeconds(30), link.line());
    assertThat(lease.acquire(owner("first"))).isEmpty();
    GroupCommit commit =
        new GroupCommit(BACKEND, owner("first"), lease, link.line(), Set::<String>of);
    writer = FencedWriter.start("backend", commit);
  }

  @AfterEach
  void stop() {
    writer.close();
    link.close();
    redis.close();
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void an_error_ends_the_writer_and_nobody_waits_for_it() {
    assertThat(read()).isZero();
    long open = clients();

    assertThatThrownBy(this::stumble)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'backend' has ended with")
        .hasMessageContaining("out of everything");
    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("start this process again");
    PrivateRedis.until("its connection is closed", () -> clients() == open - 1);
  }

  private int stumble() {
    return writer.<Integer>read(
        Set.of("aether:kill:backend"),
        _ -> {
          throw new OutOfMemoryError("out of everything");
        });
  }

  private int read() {
    return writer.read(
        Set.of("aether:kill:backend"),
        _ -> values -> values.containsKey("aether:kill:backend") ? 1 : 0);
  }

  private long clients() {
    return plain.clientList().lines().count();
  }
}
