package aether.observatory.pipeline;

import aether.testkit.HandClock;
import aether.testkit.RedisServer;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a real Redis. */
class RedisSignatureEffectsTest extends SignatureEffects {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  @Override
  Sky open() {
    HandClock clock = new HandClock();
    return new Sky(clock, RedisSkyBus.on(REDIS, clock));
  }
}
