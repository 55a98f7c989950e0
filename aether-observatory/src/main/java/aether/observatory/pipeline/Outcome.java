package aether.observatory.pipeline;

import aether.event.Extinction;
import aether.event.TurnUsage;
import aether.message.Envelope;
import java.util.Optional;

/** What becomes of one message. Decided purely; written by {@link Settlements}. */
sealed interface Outcome {
  /** Nothing happened that anybody need know: its own wave, an entry settled before. */
  record Skipped() implements Outcome {}

  /** It stays where it is until the operator resumes its conversation. */
  record Parked() implements Outcome {}

  /** It is stopped without a turn. */
  record Stopped(Extinction why) implements Outcome {}

  /** It could not be decoded, or its turns failed. */
  record Dead(Extinction.Cause cause, String error, int attempts) implements Outcome {}

  /**
   * It is done and nobody is answered.
   *
   * @param reason why not, where that is not the agent's own choice
   */
  record Silent(TurnEnd end, Optional<String> reason) implements Outcome {}

  /** It is done; the agent wanted to answer, but the answer stays at home. */
  record Withheld(TurnEnd end, Extinction why) implements Outcome {}

  /**
   * It is done and answered.
   *
   * @param held whether the recipient is offline, so that the reply waits for it
   */
  record Replied(TurnEnd end, Envelope reply, boolean held) implements Outcome {}

  /** It is done, and its answer waits for the operator's approval. */
  record Submitted(TurnEnd end, Envelope reply) implements Outcome {}

  /**
   * What is known of the turn that led here.
   *
   * @param stored the result as the processing log keeps it; empty when no turn ran
   * @param session what the conversation's next turn resumes; empty to leave it as it is
   */
  record TurnEnd(
      String summary,
      Optional<TurnUsage> usage,
      Optional<String> stored,
      Optional<String> session,
      int attempts) {
    /** The end of a message that cost no turn. */
    static TurnEnd without(int attempts) {
      return new TurnEnd("", Optional.empty(), Optional.empty(), Optional.empty(), attempts);
    }
  }
}
