package aether.bus.write;

import aether.bus.Body;
import aether.message.ProjectId;

/** Changes the registry: additive, compare-and-set, fail-closed (CONTRACT §12). */
public interface Registrar {
  /** What became of a registration. */
  sealed interface Registration {
    record Added() implements Registration {}

    record Unchanged() implements Registration {}

    record Replaced(Body before) implements Registration {}

    /** Another content stands under this id; nothing was written. */
    record Conflict(Body existing) implements Registration {}
  }

  /**
   * Registers {@code body}. Another content under the same id is a conflict unless {@code force}.
   * Equality is decided on parsed values, without where the project lives.
   */
  Registration register(Body body, boolean force);

  /** Removes a Body and its heartbeat. Its queues are left alone. @return whether it was there */
  boolean unregister(ProjectId id);

  /** Removes every trace of a transient identity. Refuses any other id. */
  void dismiss(ProjectId transientId);
}
