package aether.observatory.turn;

/** What an agent's output says: a decision, or why there is none (CONTRACT §6). */
public sealed interface Parsed {
  /** The agent decided. */
  record Decided(ControlBlock block) implements Parsed {}

  /**
   * There is no usable control block.
   *
   * @param problem one line; it quotes nothing of the output
   */
  record Malformed(String problem) implements Parsed {}
}
