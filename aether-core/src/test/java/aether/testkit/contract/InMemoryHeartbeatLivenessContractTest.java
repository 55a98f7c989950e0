package aether.testkit.contract;

class InMemoryHeartbeatLivenessContractTest extends HeartbeatLivenessContract {
  @Override
  protected BusUnderTest connect() {
    return InMemory.empty();
  }
}
