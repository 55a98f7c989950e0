package aether.testkit.contract;

class InMemoryProcessingLogContractTest extends ProcessingLogContract {
  @Override
  protected BusUnderTest connect() {
    return InMemory.empty();
  }
}
