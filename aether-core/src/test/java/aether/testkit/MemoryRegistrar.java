package aether.testkit;

import aether.bus.Body;
import aether.bus.PublishedKey;
import aether.bus.write.Registrar;
import aether.message.ProjectId;
import java.util.Optional;

/** The registry in memory, for writing. */
final class MemoryRegistrar implements Registrar {
  private final Memory memory;

  MemoryRegistrar(Memory memory) {
    this.memory = memory;
  }

  @Override
  public Registration register(Body body, boolean force) {
    if (!body.id().isSafe()) {
      throw new IllegalArgumentException(
          "'" + body.id() + "' cannot be registered; choose letters, digits and underscores");
    }
    return memory.run(
        "register",
        state -> {
          Optional<Body> before = Optional.ofNullable(state.registry.get(body.id()));
          Registration outcome = Registration.of(before, body, force);
          boolean writes =
              outcome instanceof Registration.Added || outcome instanceof Registration.Replaced;
          if (writes) {
            Optional<PublishedKey> key = body.key().or(() -> before.flatMap(Body::key));
            state.registry.put(body.id(), key.map(body::with).orElse(body));
          }
          return outcome;
        });
  }

  @Override
  public boolean unregister(ProjectId id) {
    return memory.run(
        "unregister",
        state -> {
          state.body(id).beat = Optional.empty();
          return state.registry.remove(id) != null;
        });
  }

  @Override
  public void dismiss(ProjectId transientId) {
    if (!transientId.isTransient()) {
      throw new IllegalArgumentException(
          "'" + transientId + "' is no transient identity; unregister it instead");
    }
    memory.run(
        "dismiss",
        state -> {
          state.forget(transientId);
          return state;
        });
  }
}
