package aether.bus;

import aether.message.ConversationId;
import aether.message.ProjectId;
import java.util.Collection;
import java.util.Map;

/** The operator's decisions, for reading. */
public interface Control {
  /** The state of each of {@code conversations}, in one round trip. */
  Map<ConversationId, ControlState> conversations(Collection<ConversationId> conversations);

  /** Whether the operator has ended this Body. */
  boolean isKilled(ProjectId project);
}
