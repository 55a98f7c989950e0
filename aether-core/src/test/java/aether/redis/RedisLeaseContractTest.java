package aether.redis;

import aether.testkit.contract.BusUnderTest;
import aether.testkit.contract.LeaseContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisLeaseContractTest extends LeaseContract {
  @RegisterExtension final RedisBusUnderTest redis = new RedisBusUnderTest();

  @Override
  protected BusUnderTest connect() {
    return redis;
  }
}
