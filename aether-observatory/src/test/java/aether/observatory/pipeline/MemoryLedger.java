package aether.observatory.pipeline;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A ledger that ends with its process, for agents that cost nothing. */
public final class MemoryLedger implements Ledger {
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  /** An empty one. */
  public MemoryLedger() {}

  @Override
  public List<Line> lines() {
    return List.copyOf(lines);
  }

  @Override
  public List<Cost> elsewhere() {
    return List.of();
  }

  @Override
  public void append(Line line) {
    lines.add(line);
  }

  @Override
  public synchronized <T> T exclusively(Supplier<T> work) {
    return work.get();
  }

  @Override
  public void tidy() {}
}
