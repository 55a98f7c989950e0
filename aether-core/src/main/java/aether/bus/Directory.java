package aether.bus;

import aether.message.ProjectId;
import java.util.Map;
import java.util.Optional;

/** The registry of Bodies, for reading (CONTRACT §3, {@code aether:registry}). */
public interface Directory {
  /** Every registered Body by id, in order of ids. Unreadable entries are left out and logged. */
  Map<ProjectId, Body> bodies();

  /** The Body with this id. */
  Optional<Body> find(ProjectId id);
}
