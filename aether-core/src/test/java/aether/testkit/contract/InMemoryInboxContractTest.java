package aether.testkit.contract;

class InMemoryInboxContractTest extends InboxContract {
  @Override
  protected BusUnderTest connect() {
    return InMemory.empty();
  }
}
