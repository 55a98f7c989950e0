package aether.observatory.pipeline;

import aether.config.Peers;
import aether.event.Extinction;
import aether.message.Content;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.courtesy.RegisterGate;
import aether.observatory.turn.ControlBlock;
import java.time.Instant;
import java.util.Optional;

/**
 * From what the agent decided to what is done about it (CONTRACT §5, steps 6–8).
 *
 * @param me the Body that replies
 * @param peers how it stands to others
 * @param roster who is registered and online
 */
record ReplyGates(ProjectId me, Peers peers, Roster.Snapshot roster, Instant now) {
  /** Why an unsolicited wave is never answered. */
  static final String ANNOUNCEMENT = "wave_announcement";

  /** What becomes of {@code parent}, given {@code block}. */
  Outcome decide(Envelope parent, ControlBlock block, Outcome.TurnEnd end) {
    if (parent.to() instanceof Recipient.Everyone everyone && !everyone.solicit()) {
      return new Outcome.Silent(end, Optional.of(ANNOUNCEMENT));
    }
    if (block.reply().isEmpty()) {
      return new Outcome.Silent(end, Optional.empty());
    }
    return answer(parent, block, block.reply().get(), end);
  }

  private Outcome answer(
      Envelope parent, ControlBlock block, Content content, Outcome.TurnEnd end) {
    String chosen =
        parent.isWave() ? parent.from().value() : block.to().orElse(parent.from().value());
    Optional<Extinction.Gate> gate = RegisterGate.judge(content);
    if (gate.isPresent()) {
      return new Outcome.Withheld(
          end, new Extinction.AckSuppressed(named(chosen, parent), gate.get()));
    }
    if (chosen.equals(ProjectId.BROADCAST)) {
      return new Outcome.Withheld(end, new Extinction.WaveReplyForbidden(chosen));
    }
    if (!accepts(parent, chosen)) {
      return new Outcome.Withheld(end, new Extinction.InvalidRecipient(chosen));
    }
    ProjectId recipient = new ProjectId(chosen);
    if (!peers.with(recipient).allow()) {
      return new Outcome.Withheld(end, new Extinction.RecipientNotAllowed(recipient));
    }
    boolean held = !recipient.equals(ProjectId.OPERATOR) && !roster.isOnline(recipient);
    return new Outcome.Replied(end, parent.reply(me, recipient, content, now), held);
  }

  private static ProjectId named(String chosen, Envelope parent) {
    return chosen.isBlank() || chosen.length() > 63 ? parent.from() : new ProjectId(chosen);
  }

  /**
   * Whether a reply may go to {@code chosen}: the operator, a registered Body other than this one,
   * or the sender where it is a waiting client or the originator of a wave.
   */
  private boolean accepts(Envelope parent, String chosen) {
    if (chosen.isBlank() || chosen.length() > 63 || !new ProjectId(chosen).isSafe()) {
      return false;
    }
    ProjectId id = new ProjectId(chosen);
    boolean waiting = id.equals(parent.from()) && (id.isTransient() || parent.isWave());
    return !id.equals(me) && (id.equals(ProjectId.OPERATOR) || waiting || roster.knows(id));
  }
}
