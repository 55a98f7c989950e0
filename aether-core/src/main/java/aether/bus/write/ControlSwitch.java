package aether.bus.write;

import aether.bus.ControlState;
import aether.message.ConversationId;
import aether.message.ProjectId;

/** Carries out the operator's decisions, each in one transaction with its audit events. */
public interface ControlSwitch {
  /** Pauses an active conversation. @return its state afterwards */
  ControlState pause(ConversationId conversation, String actor);

  /** Ends a pause; a killed conversation stays killed. @return its state afterwards */
  ControlState resume(ConversationId conversation, String actor);

  /** Ends a conversation for good. */
  void terminate(ConversationId conversation, String actor);

  /** Ends a Body: its messages are extinguished until it is revived. */
  void kill(ProjectId project, String actor);

  /** Lets a killed Body live again. @return whether it was killed */
  boolean revive(ProjectId project, String actor);
}
