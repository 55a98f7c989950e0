package aether.redis;

import aether.testkit.contract.BusUnderTest;
import aether.testkit.contract.RegistrarDirectoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisRegistrarDirectoryContractTest extends RegistrarDirectoryContract {
  @RegisterExtension final RedisBusUnderTest redis = new RedisBusUnderTest();

  @Override
  protected BusUnderTest connect() {
    return redis;
  }
}
