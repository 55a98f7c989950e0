package aether.testkit.contract;

class InMemoryApprovalContractTest extends ApprovalContract {
  @Override
  protected BusUnderTest connect() {
    return InMemory.empty();
  }
}
