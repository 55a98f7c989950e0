package aether.testkit.contract;

class InMemoryEventLogContractTest extends EventLogContract {
  @Override
  protected BusUnderTest connect() {
    return InMemory.empty();
  }
}
