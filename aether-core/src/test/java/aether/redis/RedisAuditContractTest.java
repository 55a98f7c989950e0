package aether.redis;

import aether.testkit.contract.AuditContract;
import aether.testkit.contract.BusUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisAuditContractTest extends AuditContract {
  @RegisterExtension final RedisBusUnderTest redis = new RedisBusUnderTest();

  @Override
  protected BusUnderTest connect() {
    return redis;
  }
}
