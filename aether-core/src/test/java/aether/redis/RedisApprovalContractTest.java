package aether.redis;

import aether.testkit.contract.ApprovalContract;
import aether.testkit.contract.BusUnderTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisApprovalContractTest extends ApprovalContract {
  @RegisterExtension final RedisBusUnderTest redis = new RedisBusUnderTest();

  @Override
  protected BusUnderTest connect() {
    return redis;
  }
}
