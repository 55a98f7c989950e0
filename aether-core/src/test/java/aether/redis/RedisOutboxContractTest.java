package aether.redis;

import aether.testkit.contract.BusUnderTest;
import aether.testkit.contract.OutboxContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisOutboxContractTest extends OutboxContract {
  @RegisterExtension final RedisBusUnderTest redis = new RedisBusUnderTest();

  @Override
  protected BusUnderTest connect() {
    return redis;
  }
}
