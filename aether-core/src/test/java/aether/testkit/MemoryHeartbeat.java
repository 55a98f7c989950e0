package aether.testkit;

import aether.bus.Presence;
import aether.bus.write.Heartbeat;
import aether.message.ProjectId;
import aether.testkit.MemoryBody.Until;
import java.time.Duration;
import java.util.Optional;

/** The heartbeat of one Body in memory. */
final class MemoryHeartbeat implements Heartbeat {
  private final Memory memory;
  private final ProjectId id;
  private final Duration ttl;

  MemoryHeartbeat(Memory memory, ProjectId id, Duration ttl) {
    this.memory = memory;
    this.id = id;
    this.ttl = ttl;
  }

  @Override
  public void beat(Presence presence) {
    if (!presence.isOnline()) {
      throw new IllegalArgumentException(
          "a heartbeat cannot say " + presence + "; stop it instead");
    }
    memory.run(
        "beat",
        state -> {
          state.body(id).beat = Optional.of(new Until<>(presence, state.now().plus(ttl)));
          return state;
        });
  }

  @Override
  public void stop() {
    memory.run(
        "stop",
        state -> {
          state.body(id).beat = Optional.empty();
          return state;
        });
  }
}
