package aether.testkit.contract;

class InMemoryDeadLetterContractTest extends DeadLetterContract {
  @Override
  protected BusUnderTest connect() {
    return InMemory.empty();
  }
}
