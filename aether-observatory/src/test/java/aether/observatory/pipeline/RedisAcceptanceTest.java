package aether.observatory.pipeline;

import aether.testkit.HandClock;
import aether.testkit.RedisServer;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same scenarios on a real Redis. */
class RedisAcceptanceTest extends Acceptance {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  @Override
  Sky open() {
    HandClock clock = new HandClock();
    return new Sky(clock, RedisSkyBus.on(REDIS, clock));
  }
}
