package aether.redis;

import aether.testkit.contract.BusUnderTest;
import aether.testkit.contract.DeadLetterContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisDeadLetterContractTest extends DeadLetterContract {
  @RegisterExtension final RedisBusUnderTest redis = new RedisBusUnderTest();

  @Override
  protected BusUnderTest connect() {
    return redis;
  }
}
