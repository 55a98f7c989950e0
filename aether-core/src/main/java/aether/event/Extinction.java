package aether.event;

import aether.message.MessageId;
import aether.message.ProjectId;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a message was stopped or deferred, with the measured value and the limit that stopped it
 * (CONTRACT §1, §4). Wire names stand in the codec alone.
 */
public sealed interface Extinction {
  /** What sort of end it was, or that it was none. Records of one kind share it on the wire. */
  enum Kind {
    TERMINATED(true),
    DUPLICATE_SKIPPED(true),
    MALFORMED_OUTPUT(true),
    ACK_SUPPRESSED(false),
    REPLY_REJECTED(true),
    REPLY_BLOCKED(true),
    HELD(false),
    DEAD_LETTERED(true),
    BUDGET_EXHAUSTED(false),
    AWAITING_APPROVAL(false),
    DENIED(true),
    EXPIRED(true);

    private final boolean ends;

    Kind(boolean ends) {
      this.ends = ends;
    }

    /** As {@link Extinction#ends()}. */
    public boolean ends() {
      return ends;
    }
  }

  default Kind kind() {
    return switch (this) {
      case Horizon _, RateLimited _, OperatorKill _, Loop _, NotAllowed _ -> Kind.TERMINATED;
      case Duplicate _ -> Kind.DUPLICATE_SKIPPED;
      case MalformedOutput _ -> Kind.MALFORMED_OUTPUT;
      case AckSuppressed _ -> Kind.ACK_SUPPRESSED;
      case InvalidRecipient _, WaveReplyForbidden _, RecipientNotAllowed _ -> Kind.REPLY_REJECTED;
      case ReplyBlocked _ -> Kind.REPLY_BLOCKED;
      case Held _ -> Kind.HELD;
      case DeadLettered _ -> Kind.DEAD_LETTERED;
      case BudgetExhausted _ -> Kind.BUDGET_EXHAUSTED;
      case AwaitingApproval _ -> Kind.AWAITING_APPROVAL;
      case Denied _ -> Kind.DENIED;
      case Expired _ -> Kind.EXPIRED;
    };
  }

  /**
   * Whether it ended something. A message held for an offline peer or by a budget goes on later,
   * and a courtesy that was suppressed is no loss.
   */
  default boolean ends() {
    return kind().ends();
  }

  /** Whom the reply was for that was stopped, where a reply was. */
  default Optional<String> recipient() {
    return switch (this) {
      case AckSuppressed suppressed -> Optional.of(suppressed.to().value());
      case InvalidRecipient rejected -> Optional.of(rejected.to());
      case WaveReplyForbidden rejected -> Optional.of(rejected.to());
      case RecipientNotAllowed rejected -> Optional.of(rejected.to().value());
      case ReplyBlocked blocked -> Optional.of(blocked.to().value());
      case Held held -> Optional.of(held.to().value());
      case AwaitingApproval waiting -> Optional.of(waiting.to().value());
      case Denied denied -> Optional.of(denied.to().value());
      case Horizon _,
          RateLimited _,
          OperatorKill _,
          Duplicate _,
          MalformedOutput _,
          DeadLettered _,
          BudgetExhausted _,
          Expired _,
          NotAllowed _,
          Loop _ ->
          Optional.empty();
    };
  }

  /**
   * It has travelled far enough.
   *
   * @param limit the effective ceiling; empty when the writer did not say
   * @param ceiling whose ceiling that is: {@code max_hops} of the sender or {@code
   *     max_hops_ceiling} of the receiver; empty when the writer did not say
   */
  record Horizon(int hop, Optional<Integer> limit, Optional<String> ceiling) implements Extinction {
    public Horizon(int hop, int limit, String ceiling) {
      this(hop, Optional.of(limit), Optional.of(ceiling));
    }
  }

  /**
   * One message too many in this conversation this minute.
   *
   * @param count messages of this minute; empty when the writer did not say
   * @param limit messages allowed in a minute; empty when the writer did not say
   */
  record RateLimited(Optional<Long> count, Optional<Integer> limit) implements Extinction {
    public RateLimited(long count, int limit) {
      this(Optional.of(count), Optional.of(limit));
    }
  }

  /** The operator ended the conversation or the Body. */
  record OperatorKill() implements Extinction {}

  /** This message of this sender was settled before. */
  record Duplicate() implements Extinction {}

  /**
   * The agent's output held no control block, twice.
   *
   * @param problem one line; empty text when the writer did not say
   */
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

  /** The star chart of {@code project} does not let it hear its sender. */
  record NotAllowed(ProjectId project) implements Extinction {}

  /** The star chart does not let the Body talk to whom its reply was for. */
  record RecipientNotAllowed(ProjectId to) implements Extinction {}

  /**
   * The reply held what must not leave its host; it was kept there and never sent.
   *
   * @param what the kind of thing and where it stood, never the thing itself
   */
  record ReplyBlocked(ProjectId to, String what) implements Extinction {}

  /** The recipient is offline; the reply waits in its inbox. Not an end. */
  record Held(ProjectId to, MessageId held) implements Extinction {}

  /** The operator wants to be asked first; the reply waits in {@code aether:approvals}. */
  record AwaitingApproval(ProjectId to, MessageId held) implements Extinction {}

  /** The operator has denied a reply that waited for approval; it is gone. */
  record Denied(ProjectId to, MessageId held) implements Extinction {}

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
    TURN_FAILED,
    /** The reply to it: the inbox of its recipient takes nothing. */
    UNDELIVERABLE,
    /** It is not signed by who it says it is from. */
    BAD_SIGNATURE,
    /** It is not signed, and the Body requires that. */
    UNSIGNED,
    /** It is signed with a key that nobody knows, and the Body requires a known one. */
    UNKNOWN_KEY;

    /** Whether it was refused before anything was done about it. */
    public boolean isRefused() {
      return switch (this) {
        case UNDECODABLE, TURN_FAILED, UNDELIVERABLE -> false;
        case BAD_SIGNATURE, UNSIGNED, UNKNOWN_KEY -> true;
      };
    }
  }

  /** A ceiling on spending was reached; the message waits. */
  record BudgetExhausted(ProjectId project, String ceiling, String measured, String limit)
      implements Extinction {}

  /**
   * Two Bodies told each other the same again and again; their conversation is over.
   *
   * @param rounds how often; empty when the writer did not say
   * @param limit how often they may; empty when the writer did not say
   */
  record Loop(Optional<Integer> rounds, Optional<Integer> limit) implements Extinction {
    public Loop(int rounds, int limit) {
      this(Optional.of(rounds), Optional.of(limit));
    }
  }

  /** The wave was older than the Body accepts. */
  record Expired(ProjectId project, Duration age, Duration limit) implements Extinction {}
}
