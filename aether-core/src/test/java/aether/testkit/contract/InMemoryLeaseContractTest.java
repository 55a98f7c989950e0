package aether.testkit.contract;

class InMemoryLeaseContractTest extends LeaseContract {
  @Override
  protected BusUnderTest connect() {
    return InMemory.empty();
  }
}
