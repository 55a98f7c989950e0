package aether.event;

import aether.message.ConversationId;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.math.BigDecimal;
import java.util.Optional;

/** What an operator or a session did (CONTRACT §9). Each is audited. */
public sealed interface Action {
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
