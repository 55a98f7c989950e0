package aether.bench;

import aether.observatory.pipeline.Ledger;
import java.util.List;
import java.util.function.Supplier;

/** Keeps nothing: how fast a disk takes a line is not what is measured. */
final class NoLedger implements Ledger {
  @Override
  public List<Line> lines() {
    return List.of();
  }

  @Override
  public List<Cost> elsewhere() {
    return List.of();
  }

  @Override
  public void append(Line line) {}

  @Override
  public <T> T exclusively(Supplier<T> work) {
    return work.get();
  }

  @Override
  public void tidy() {}
}
