package aether.redis;

import aether.testkit.contract.BusUnderTest;
import aether.testkit.contract.HeartbeatLivenessContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisHeartbeatLivenessContractTest extends HeartbeatLivenessContract {
  @RegisterExtension final RedisBusUnderTest redis = new RedisBusUnderTest();

  @Override
  protected BusUnderTest connect() {
    return redis;
  }
}
