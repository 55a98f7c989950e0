package aether.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.config.Account;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Servers on a Redis that may be killed; each under its own user. */
abstract class OnARedisOfItsOwn {
  static final ProjectId BACKEND = new ProjectId("backend");
  static final Account SHOP = Account.Session.of(new ProjectId("shop"));
  static final int LONG = 60;
  static final int SHORT = 2;

  final RedisServer.Private redis = RedisServer.Private.start();
  @TempDir Path home;

  @BeforeEach
  final void backend_is_on_the_bus() {
    with(bus -> bus.registrar().register(new Body(BACKEND, "orders", List.of()), false));
  }

  @AfterEach
  final void stop() {
    redis.close();
  }

  final ServerProcess start(int ttl) {
    return ServerProcess.start(home, redis.as(SHOP), "shop-mcp", ttl);
  }

  final <T> void with(Function<RedisBus, T> work) {
    try (RedisBus bus = RedisBus.connect(redis.address())) {
      var _ = work.apply(bus);
    }
  }

  final List<String> registered() {
    return texts(redis.call("HKEYS", "aether:registry"));
  }

  final List<String> keys() {
    return texts(redis.call("KEYS", "aether:*"));
  }

  static List<String> texts(@Nullable Object reply) {
    return reply instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  /** Waits until {@code what} holds, looking again and again. */
  static void until(BooleanSupplier what) {
    long end = System.nanoTime() + Duration.ofSeconds(LONG).toNanos();
    CountDownLatch never = new CountDownLatch(1);
    while (!what.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it did not come to that").isLessThan(end);
      try {
        boolean _ = never.await(50, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
