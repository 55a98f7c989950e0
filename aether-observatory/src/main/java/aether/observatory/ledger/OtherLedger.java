package aether.observatory.ledger;

import aether.observatory.pipeline.Ledger.Cost;
import aether.observatory.pipeline.Spending;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The ledger of another Body of this host, of which no more is kept in memory than what its runs
 * count for. Read again only when it has changed. For one thread at a time.
 */
final class OtherLedger {
  private final LedgerFile file;
  private Optional<Object> version = Optional.empty();
  private List<Cost> costs = List.of();

  OtherLedger(Path path) {
    this.file = new LedgerFile(path);
  }

  /** Those of its runs; none when there is no such file. */
  List<Cost> costs() {
    Optional<Object> now = file.version();
    if (!now.equals(version)) {
      costs = Spending.costs(file.read());
      version = now;
    }
    return costs;
  }
}
