package aether.event;

import aether.message.ConversationId;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.math.BigDecimal;
import java.util.Optional;

/** What an operator or a session did (CONTRACT §9). Each is audited. */
public sealed interface Action {
  /**
   * Whether it is the deed of an operator, and so stands in the audit trail as well. What a session
   * asks for itself does not.
   */
  default boolean isOperators() {
    return !(this instanceof Consult || this instanceof Ask);
  }

  /** The conversation it concerns, where it concerns one. */
  default Optional<ConversationId> conversation() {
    return Optional.empty();
  }

  record Pause(ConversationId target) implements Action {
    @Override
    public Optional<ConversationId> conversation() {
      return Optional.of(target);
    }
  }

  record Resume(ConversationId target) implements Action {
    @Override
    public Optional<ConversationId> conversation() {
      return Optional.of(target);
    }
  }

  record Terminate(ConversationId target) implements Action {
    @Override
    public Optional<ConversationId> conversation() {
      return Optional.of(target);
    }
  }

  record KillProject(ProjectId project) implements Action {}

  record ReviveProject(ProjectId project) implements Action {}

  record Unregister(ProjectId project) implements Action {}

  /** A Body stands still: none of its messages is worked on until it is resumed. */
  record PauseProject(ProjectId project) implements Action {}

  record ResumeProject(ProjectId project) implements Action {}

  /**
   * The replies of a conversation wait for approval from now on, or no longer.
   *
   * @param on whether they wait
   */
  record AskFirst(ConversationId target, boolean on) implements Action {
    @Override
    public Optional<ConversationId> conversation() {
      return Optional.of(target);
    }
  }

  /**
   * The replies of a Body wait for approval from now on, or no longer.
   *
   * @param on whether they wait
   */
  record AskFirstProject(ProjectId project, boolean on) implements Action {}

  /**
   * A reply that waited was sent.
   *
   * @param project whose reply it is
   */
  record Approve(ConversationId target, ProjectId project, MessageId message) implements Action {
    @Override
    public Optional<ConversationId> conversation() {
      return Optional.of(target);
    }
  }

  /**
   * A reply that waited was thrown away.
   *
   * @param project whose reply it was
   */
  record Deny(ConversationId target, ProjectId project, MessageId message) implements Action {
    @Override
    public Optional<ConversationId> conversation() {
      return Optional.of(target);
    }
  }

  /**
   * Somebody tried and was refused; nothing else was done.
   *
   * @param attempted the wire name of what was tried
   * @param target the conversation it was aimed at, where it was at one
   * @param project the Body it was aimed at, where it was at one
   * @param why one line
   */
  record Refused(
      String attempted, Optional<ConversationId> target, Optional<ProjectId> project, String why)
      implements Action {
    @Override
    public Optional<ConversationId> conversation() {
      return target;
    }
  }

  /** A message that a Body had given up goes through its inbox again. */
  record RetryDead(ProjectId project, String letter) implements Action {}

  /** A message that a Body had given up is thrown away. */
  record DropDead(ProjectId project, String letter) implements Action {}

  /**
   * A Body may spend more for a while.
   *
   * @param usd US dollars, above 0
   */
  record GrantBudget(ProjectId project, BigDecimal usd) implements Action {}

  /** A message was put on the bus by hand. */
  record Inject(ConversationId target, Recipient to, MessageId message) implements Action {
    @Override
    public Optional<ConversationId> conversation() {
      return Optional.of(target);
    }
  }

  /** A client asks a Body and waits for the answer. */
  record Consult(ConversationId target, ProjectId to) implements Action {
    @Override
    public Optional<ConversationId> conversation() {
      return Optional.of(target);
    }
  }

  /** A session asks a Body through MCP. */
  record Ask(ConversationId target, ProjectId to) implements Action {
    @Override
    public Optional<ConversationId> conversation() {
      return Optional.of(target);
    }
  }
}
