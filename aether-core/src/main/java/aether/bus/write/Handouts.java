package aether.bus.write;

import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which answers a reader has been given, so that each is given once, whoever gives it (CONTRACT
 * §11, {@code aether_poll}). An answer is known by its sender and its message id. The claim comes
 * before the giving and the confirmation after it, so that a crash in between is seen.
 */
public interface Handouts {
  /** How long after the last claim in a conversation it is still known. */
  Duration KEPT = Duration.ofDays(30);

  /** What became of a claim. */
  enum Claim {
    /** Nobody had claimed it: it is the claimant's to give. */
    FRESH,

    /** The claimant had claimed it before and has not confirmed it. */
    MINE,

    /** Another had claimed it and never confirmed; it is the claimant's now. */
    ABANDONED,

    /** It has been given. */
    GIVEN
  }

  /**
   * Claims {@code answers}, all of one conversation, for {@code claimant} in one step.
   *
   * @param claimant unique to one process start
   * @return what became of each, in their order
   */
  List<Claim> claim(ProjectId reader, List<Envelope> answers, String claimant);

  /** Says that {@code answers}, all of one conversation, have been given. */
  void confirm(ProjectId reader, List<Envelope> answers);

  /** Those of {@code conversation} that nobody has claimed or given. Writes nothing. */
  Predicate<Envelope> unclaimed(ProjectId reader, ConversationId conversation);
}
