package aether.bus;

import aether.message.ConversationId;
import aether.message.ProjectId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** The operator's decisions, for reading. */
public interface Control {
  /** The state of each of {@code conversations}, in one round trip. */
  Map<ConversationId, ControlState> conversations(Collection<ConversationId> conversations);

  /** Whether the operator has ended this Body. */
  boolean isKilled(ProjectId project);

  /** Whether the operator has paused this Body, and with it all its conversations. */
  boolean isPaused(ProjectId project);

  /** Those of {@code conversations} whose replies wait for approval. */
  Set<ConversationId> askingFirst(Collection<ConversationId> conversations);

  /**
   * Whether the operator wants to approve the replies of this Body; its own host may want it
   * besides.
   */
  boolean asksFirst(ProjectId project);
}
