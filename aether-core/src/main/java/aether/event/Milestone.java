package aether.event;

import java.util.Optional;

/** What a watcher may see of a running turn (CONTRACT §4, {@code progress}). */
public sealed interface Milestone {
  /** The agent has started. */
  record TurnStart() implements Milestone {}

  /** The agent uses a tool; one whose name is not known is {@code ?}. */
  record ToolUse(String name) implements Milestone {
    /** The name of a tool that did not say it. */
    public static final String UNNAMED = "?";
  }

  /**
   * The agent has ended.
   *
   * @param subtype its own word for how, e.g. {@code success}; empty when it gave none
   */
  record TurnDone(Optional<String> subtype) implements Milestone {
    public TurnDone(String subtype) {
      this(Optional.of(subtype));
    }
  }

  /**
   * The agent's runs have brought no answer that {@code processing_done} could tell of; another try
   * may follow.
   *
   * @param usage what they used all the same
   */
  record TurnFailed(TurnUsage usage) implements Milestone {}

  /** The agent's verbatim text; forwarded only where the Body allows it. */
  record Text(String text) implements Milestone {}
}
