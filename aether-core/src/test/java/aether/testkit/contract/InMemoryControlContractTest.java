package aether.testkit.contract;

class InMemoryControlContractTest extends ControlContract {
  @Override
  protected BusUnderTest connect() {
    return InMemory.empty();
  }
}
