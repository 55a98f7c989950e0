package aether.testkit.contract;

class InMemoryHandoutsContractTest extends HandoutsContract {
  @Override
  protected BusUnderTest connect() {
    return InMemory.empty();
  }
}
