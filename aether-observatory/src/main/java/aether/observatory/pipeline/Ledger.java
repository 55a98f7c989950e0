package aether.observatory.pipeline;

import aether.message.ConversationId;
import aether.message.MessageId;
import aether.message.ProjectId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** What a Body's runs have cost, kept where no bus can reset it. Safe for several threads. */
public interface Ledger {
  /** How long a run counts for what is allowed a day. */
  Duration DAY = Duration.ofHours(24);

  /** How long a conversation is remembered after its last run. */
  Duration CONVERSATION_KEPT = Duration.ofDays(90);

  /** One line. US dollars are never negative. */
  sealed interface Line {
    Instant at();
  }

  /** A run is about to start, and {@code usd} is set aside for it. */
  record Reserved(
      Instant at,
      String run,
      MessageId message,
      ConversationId conversation,
      ProjectId sender,
      BigDecimal usd)
      implements Line {}

  /** The run has cost {@code usd}, whatever was set aside. */
  record Settled(Instant at, String run, BigDecimal usd) implements Line {}

  /** The run did not take place. */
  record Released(Instant at, String run) implements Line {}

  /** A message was told of that has to wait, because of {@code ceiling}. */
  record Deferred(Instant at, MessageId message, ProjectId sender, String ceiling)
      implements Line {}

  /**
   * What a conversation had cost before the lines that are left of it.
   *
   * @param at when it was last used
   */
  record Carried(Instant at, ConversationId conversation, int turns, BigDecimal usd)
      implements Line {}

  /** A conversation is over for this Body: both sides told each other the same. */
  record Ended(Instant at, ConversationId conversation) implements Line {}

  /** The ceilings in dollars are higher by {@code usd} until {@code until}. */
  record Granted(Instant at, Instant until, BigDecimal usd) implements Line {}

  /** What a run counts for: {@code usd} from {@code at} on, when it was reserved. */
  record Cost(Instant at, BigDecimal usd) {}

  /** Thrown when the ledger can be neither read nor written; no run may start then. */
  final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unusable(String message) {
      super(message);
    }

    public Unusable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * This Body's lines, oldest first: all of the last day, and of earlier ones what each
   * conversation has cost.
   *
   * @throws Unusable when they cannot be read
   */
  List<Line> lines();

  /**
   * The runs of the other Bodies of this host, those of the last day at least. What is told may be
   * a few seconds old; within {@link #exclusively} it is not.
   *
   * @throws Unusable when they cannot be read
   */
  List<Cost> elsewhere();

  /**
   * Adds {@code line}. It is durable when this returns.
   *
   * @throws Unusable when it may not be
   */
  void append(Line line);

  /**
   * Does {@code work} while no other Body of this host adds a line, nor another thread here.
   *
   * @throws Unusable when others do not let go
   */
  <T> T exclusively(Supplier<T> work);

  /** Lets go of lines that count no more. Where it fails everything stays. */
  void tidy();
}
