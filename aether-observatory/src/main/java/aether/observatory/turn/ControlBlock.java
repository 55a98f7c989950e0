package aether.observatory.turn;

import aether.message.Content;
import java.util.Optional;

/**
 * What the agent decided at the end of its turn (CONTRACT §6).
 *
 * @param to the recipient it chose, unchecked; empty for the sender
 * @param reply what it wants to say; empty when no reply is needed
 * @param summary its own words about the turn; may be empty
 */
public record ControlBlock(Optional<String> to, Optional<Content> reply, String summary) {
  /** A decision to stay silent. */
  public static ControlBlock silence(String summary) {
    return new ControlBlock(Optional.empty(), Optional.empty(), summary);
  }
}
