package aether.bus;

import aether.message.ProjectId;
import java.util.Collection;
import java.util.Map;

/** Who is there. */
public interface Liveness {
  /** The presence of each of {@code ids}, in one round trip whatever their number. */
  Map<ProjectId, Presence> presence(Collection<ProjectId> ids);

  /** The number of messages that wait in a Body's inbox, read or not. */
  long queued(ProjectId id);

  /**
   * As {@link #queued}, for each of {@code ids} that can have an inbox, in one round trip whatever
   * their number; an inbox that is spoilt is left out. Empty for a user who may not look.
   */
  Map<ProjectId, Long> queues(Collection<ProjectId> ids);
}
