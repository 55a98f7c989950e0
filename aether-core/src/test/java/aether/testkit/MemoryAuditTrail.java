package aether.testkit;

import aether.bus.AuditRecord;
import aether.bus.AuditTrail;
import aether.testkit.MemoryStream.Placed;
import aether.testkit.MemoryStream.Position;
import java.util.List;
import java.util.Optional;

/** The audit trail in memory. */
record MemoryAuditTrail(Memory memory) implements AuditTrail {
  @Override
  public List<AuditRecord> after(String position, int count) {
    Position from = Position.parse(position);
    return memory.run("audit", state -> records(state.audit.after(from, count)));
  }

  @Override
  public List<AuditRecord> latest(int count) {
    return memory.run("audit", state -> records(state.audit.latest(count)));
  }

  @Override
  public Optional<Head> head() {
    return memory.run(
        "head",
        state ->
            state.audit.latest(1).stream()
                .findFirst()
                .map(last -> new Head(last.value().number(), last.value().hash())));
  }

  private static List<AuditRecord> records(List<Placed<AuditRecord>> placed) {
    return placed.stream()
        .map(each ->
            new AuditRecord(
                each.position().toString(),
                each.value().number(),
                each.value().previous(),
                each.value().hash(),
                each.value().data()))
        .toList();
  }
}
