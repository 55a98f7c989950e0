package aether.testkit.contract;

class InMemoryOutboxContractTest extends OutboxContract {
  @Override
  protected BusUnderTest connect() {
    return InMemory.empty();
  }
}
