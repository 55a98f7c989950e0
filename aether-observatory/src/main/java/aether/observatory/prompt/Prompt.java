package aether.observatory.prompt;

import aether.message.Envelope;
import aether.message.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the agent is told in one turn (CONTRACT §7).
 *
 * @param rules trusted text for the system position; the same for every message of a register, and
 *     without a byte that came over the bus
 * @param message a fixed header line, data blocks, then the trusted output contract; holds no at
 *     sign and never begins with a slash
 * @param untrusted everything in {@code message} that came over the bus, as the agent would quote
 *     it
 */
public record Prompt(String rules, String message, String untrusted) {
  /**
   * The prompt for a message.
   *
   * @param me the Body that runs the turn; it is not listed to itself
   * @param roster the Bodies on the bus; at most 50 of them are shown
   * @param notes recent announcements, oldest first; the last 5 are shown
   */
  public static Prompt of(
      Envelope envelope,
      ProjectId me,
      List<RosterLine> roster,
      Register register,
      List<WaveNote> notes,
      Nonces nonces) {
    String nonce = nonces.next();
    Neutral neutral = new Neutral(nonce);
    List<DataBlock> blocks = new ArrayList<>();
    blocks.add(DataBlock.roster(roster, me, neutral));
    if (!notes.isEmpty()) {
      blocks.add(DataBlock.notes(notes, neutral));
    }
    blocks.add(DataBlock.message(envelope, neutral));
    return new Prompt(
        Wording.rules(register),
        Wording.HEADER
            + Wording.marks(nonce)
            + blocks.stream().map(block -> "\n" + block.render(nonce)).collect(Collectors.joining())
            + "\n"
            + Wording.kind(envelope.to())
            + Wording.sender(envelope.seal().verdict())
            + Wording.CONTRACT,
        blocks.stream().map(DataBlock::json).collect(Collectors.joining("\n")));
  }

  /** The one question after an answer without a usable control block, in the same session. */
  public Prompt reask() {
    return new Prompt(rules, Wording.reask(), untrusted);
  }
}
