package aether.bus.write;

import aether.bus.Body;
import aether.message.ProjectId;
import java.util.Optional;

/** Changes the registry: additive, compare-and-set, fail-closed (CONTRACT §12). */
public interface Registrar {
  /** What became of a registration. */
  sealed interface Registration {
    record Added() implements Registration {}

    record Unchanged() implements Registration {}

    record Replaced(Body before) implements Registration {}

    /** Another content stands under this id; nothing was written. */
    record Conflict(Body existing) implements Registration {}

    /** What registering {@code wanted} comes to where {@code existing} stands. */
    static Registration of(Optional<Body> existing, Body wanted, boolean force) {
      if (existing.isEmpty()) {
        return new Added();
      }
      Body before = existing.get();
      if (wanted.saysNoMoreThan(before)) {
        return new Unchanged();
      }
      return force || before.saysNoMoreThan(wanted) ? new Replaced(before) : new Conflict(before);
    }
  }

  /**
   * Registers {@code body}. Another content under the same id is a conflict unless {@code force}.
   * Equality is decided on parsed values, without where the project lives. A key is added to an
   * entry that has none, and a {@code body} without one leaves the key that stands there.
   */
  Registration register(Body body, boolean force);

  /** Removes a Body and its heartbeat. Its queues are left alone. @return whether it was there */
  boolean unregister(ProjectId id);

  /** Removes every trace of a transient identity. Refuses any other id. */
  void dismiss(ProjectId transientId);
}
