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

  /** Pauses a Body, and with it all its conversations. @return whether it was not paused before */
  boolean pause(ProjectId project, String actor);

  /** Ends the pause of a Body; that of a conversation remains. @return whether it was paused */
  boolean resume(ProjectId project, String actor);

  /**
   * Lets the replies of a conversation wait for approval, or no longer. @return whether that is new
   */
  boolean askFirst(ConversationId conversation, boolean on, String actor);

  /** Lets the replies of a Body wait for approval, or no longer. @return whether that is new */
  boolean askFirst(ProjectId project, boolean on, String actor);

  /** What became of an order to unregister. */
  enum Removal {
    /** It is out of the registry, and its heartbeat is gone. */
    REMOVED,
    /** It was not there. */
    ABSENT,
    /** It is online and nobody insisted; the refusal was audited, nothing else written. */
    ONLINE
  }

  /**
   * Takes a Body out of the registry; its queues are left alone.
   *
   * @param force also when it is online
   */
  Removal unregister(ProjectId project, boolean force, String actor);
}
