package aether.observatory.audit;

/** What must hold of a bus that has come to rest. All of it is exact; nothing is about. */
public enum Equality {
  /** accepted = done + dead + rejected + unread + pending, each once, and none is invented. */
  ACCOUNTED,
  /** Nothing is unread and nothing is pending. */
  NOTHING_LEFT,
  /** runs(id) ≤ A, 1 where nothing failed, and none after an answer that is known. */
  RUNS,
  /** reply entries(id) ≤ 1, and 1 where the agent's last word was a reply that may leave. */
  REPLIES,
  /** {@code message} events = message entries. */
  EVENTS,
  /** Dead letters = entries that were said to be dead. */
  DEAD_LETTERS,
  /** What came in first in a conversation ends first. */
  ORDER,
  /**
   * Ledger = Σ reported cost, message for message; a run that never reported: what was set aside.
   */
  LEDGER,
  /** No child is left alive. */
  NO_CHILD
}
