package aether.event;

import aether.message.MessageId;
import aether.message.ProjectId;
import java.time.Duration;

/**
 * Why a message was stopped or deferred, with the measured value and the limit that stopped it
 * (CONTRACT §1, §4). Wire names stand in the codec alone.
 */
public sealed interface Extinction {
  /**
   * It has travelled far enough.
   *
   * @param limit the effective ceiling
   * @param ceiling whose ceiling that is: {@code max_hops} of the sender or {@code
   *     max_hops_ceiling} of the receiver
   */
  record Horizon(int hop, int limit, String ceiling) implements Extinction {}

  /** One message too many in this conversation this minute. */
  record RateLimited(long count, int limit) implements Extinction {}

  /** The operator ended the conversation or the Body. */
  record OperatorKill() implements Extinction {}

  /** This message of this sender was settled before. */
  record Duplicate() implements Extinction {}

  /** The agent's output held no control block, twice. */
  record MalformedOutput(String problem) implements Extinction {}

  /** The reply said nothing (CONTRACT §8). */
  record AckSuppressed(ProjectId to, Gate gate) implements Extinction {}

  /** Which part of the register gate suppressed a reply. */
  enum Gate {
    INTENT_ACK,
    EMPTY_CONTENT_LINT
  }

  /** The reply was for nobody on this bus, or for its own author. */
  record InvalidRecipient(String to) implements Extinction {}

  /** The reply was for everybody, which a reply never is. */
  record WaveReplyForbidden(String to) implements Extinction {}

  /** The recipient is offline; the reply waits in its inbox. Not an end. */
  record Held(ProjectId to, MessageId held) implements Extinction {}

  /**
   * The message could not be processed and lies in {@code aether:dead:<id>}.
   *
   * @param project whose dead letter it is
   * @param entry the id of the stream entry it came in
   * @param error one line, in the words of whoever failed
   * @param attempts runs of the agent it has cost
   */
  record DeadLettered(Cause cause, ProjectId project, String entry, String error, int attempts)
      implements Extinction {}

  /** Why a message became a dead letter. */
  enum Cause {
    UNDECODABLE,
    TURN_FAILED
  }

  /** A ceiling on spending was reached; the message waits. */
  record BudgetExhausted(ProjectId project, String ceiling, String measured, String limit)
      implements Extinction {}

  /** The wave was older than the Body accepts. */
  record Expired(ProjectId project, Duration age, Duration limit) implements Extinction {}
}
