package aether.redis;

import aether.testkit.contract.BusUnderTest;
import aether.testkit.contract.ControlContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisControlContractTest extends ControlContract {
  @RegisterExtension final RedisBusUnderTest redis = new RedisBusUnderTest();

  @Override
  protected BusUnderTest connect() {
    return redis;
  }
}
