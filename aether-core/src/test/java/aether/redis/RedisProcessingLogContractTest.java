package aether.redis;

import aether.testkit.contract.BusUnderTest;
import aether.testkit.contract.ProcessingLogContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisProcessingLogContractTest extends ProcessingLogContract {
  @RegisterExtension final RedisBusUnderTest redis = new RedisBusUnderTest();

  @Override
  protected BusUnderTest connect() {
    return redis;
  }
}
