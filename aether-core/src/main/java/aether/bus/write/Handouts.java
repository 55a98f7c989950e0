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

  /**
   * Who gives answers.
   *
   * @param id whose lease shows that it is still there
   * @param token that of the lease, unique to one process start
   */
  record Claimant(ProjectId id, String token) {}

  /** What became of a claim. */
  enum Claim {
    /** Nobody had claimed it: it is the claimant's to give. */
    FRESH,

    /** The claimant had claimed it before and has not confirmed it. */
    MINE,

    /** Another had claimed it, never confirmed and is gone; it is the claimant's now. */
    ABANDONED,

    /** Another who still has its lease has claimed it, and is about to give it. */
    HELD,

    /** It has been given. */
    GIVEN
  }

  /**
   * Claims {@code answers}, all of one conversation, for {@code claimant} in one step.
   *
   * @return what became of each, in their order
   */
  List<Claim> claim(ProjectId reader, List<Envelope> answers, Claimant claimant);

  /** Says that {@code answers}, all of one conversation, have been given. */
  void confirm(ProjectId reader, List<Envelope> answers);

  /** Takes back what {@code claimant} has claimed and could not give, where it is still its. */
  void release(ProjectId reader, List<Envelope> answers, Claimant claimant);

  /** Those of {@code conversation} that nobody has claimed or given. Writes nothing. */
  Predicate<Envelope> unclaimed(ProjectId reader, ConversationId conversation);
}
