package aether.redis;

import aether.testkit.contract.BusUnderTest;
import aether.testkit.contract.HandoutsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisHandoutsContractTest extends HandoutsContract {
  @RegisterExtension final RedisBusUnderTest redis = new RedisBusUnderTest();

  @Override
  protected BusUnderTest connect() {
    return redis;
  }
}
