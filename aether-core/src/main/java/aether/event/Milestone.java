package aether.event;

/** What a watcher may see of a running turn (CONTRACT §4, {@code progress}). */
public sealed interface Milestone {
  /** The agent has started. */
  record TurnStart() implements Milestone {}

  /** The agent uses a tool. */
  record ToolUse(String name) implements Milestone {}

  /** The agent has ended; {@code subtype} is its own word for how, e.g. {@code success}. */
  record TurnDone(String subtype) implements Milestone {}

  /** The agent's verbatim text; forwarded only where the Body allows it. */
  record Text(String text) implements Milestone {}
}
