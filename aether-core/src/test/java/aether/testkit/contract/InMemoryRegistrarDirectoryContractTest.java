package aether.testkit.contract;

class InMemoryRegistrarDirectoryContractTest extends RegistrarDirectoryContract {
  @Override
  protected BusUnderTest connect() {
    return InMemory.empty();
  }
}
