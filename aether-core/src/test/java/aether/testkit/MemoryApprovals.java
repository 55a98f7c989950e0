package aether.testkit;

import aether.bus.Approvals;
import aether.bus.PendingReply;
import aether.message.Envelope;
import aether.testkit.MemoryStream.Placed;
import aether.testkit.MemoryStream.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The replies that wait for approval in memory. */
record MemoryApprovals(Memory memory) implements Approvals {
  @Override
  public List<PendingReply> list(String after, int count) {
    Position from = Position.parse(after);
    return memory.run(
        "approvals",
        state ->
            state.approvals.after(from, count).stream().map(MemoryApprovals::pending).toList());
  }

  @Override
  public Optional<PendingReply> find(String id) {
    return MemoryDeadLetters.place(id)
        .flatMap(place ->
            memory.run(
                "approval",
                state -> state.approvals.at(place).map(reply -> new Placed<>(place, reply))))
        .map(MemoryApprovals::pending);
  }

  private static PendingReply pending(Placed<Envelope> placed) {
    return new PendingReply(
        placed.position().toString(),
        placed.value(),
        Instant.ofEpochMilli(placed.position().millis()));
  }
}
