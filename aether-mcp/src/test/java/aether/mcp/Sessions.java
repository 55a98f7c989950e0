package aether.mcp;

import aether.message.ProjectId;
import aether.testkit.InMemoryBus;
import java.util.function.Supplier;

/** Sessions of the project {@code me} on a bus in memory. */
final class Sessions {
  private Sessions() {}

  static Supplier<Session> of(InMemoryBus bus) {
    return of(bus, "me-mcp", "process-1");
  }

  static Supplier<Session> of(InMemoryBus bus, String me, String process) {
    Session session =
        new Session(
            new ProjectId(me),
            new ProjectId("me-mcp"),
            process,
            new Sky(bus, bus, bus, bus, bus.outbox(), bus.controlSwitch(), bus.handouts()));
    return () -> session;
  }
}
