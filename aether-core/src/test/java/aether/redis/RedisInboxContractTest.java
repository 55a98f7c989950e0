package aether.redis;

import aether.testkit.contract.BusUnderTest;
import aether.testkit.contract.InboxContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisInboxContractTest extends InboxContract {
  @RegisterExtension final RedisBusUnderTest redis = new RedisBusUnderTest();

  @Override
  protected BusUnderTest connect() {
    return redis;
  }
}
