package aether.testkit.contract;

class InMemoryAuditContractTest extends AuditContract {
  @Override
  protected BusUnderTest connect() {
    return InMemory.empty();
  }
}
