package aether.redis;

import aether.testkit.contract.BusUnderTest;
import aether.testkit.contract.EventLogContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisEventLogContractTest extends EventLogContract {
  @RegisterExtension final RedisBusUnderTest redis = new RedisBusUnderTest();

  @Override
  protected BusUnderTest connect() {
    return redis;
  }
}
