package aether.observatory.pipeline;

import aether.observatory.turn.ControlBlock;
import java.time.Instant;
import java.util.UUID;

/** How the runs for one message ended. */
sealed interface Ending {
  /** The agent has decided. */
  record Decided(ControlBlock block, UUID session, int attempts) implements Ending {}

  /** It ran, but said nothing that can be read. */
  record Malformed(String problem, UUID session, int attempts) implements Ending {}

  /** The run failed; the message has cost {@code attempts} runs so far. */
  record Failed(String error, int attempts) implements Ending {}

  /** No run took place: the conversation has had {@code count} messages this minute. */
  record OverRate(long count) implements Ending {}

  /** The last run did not take place, and none will before a human acts. */
  record Unable(String error) implements Ending {}

  /** The last run did not take place: the provider refuses until {@code at}. */
  record Limited(Instant at, String error) implements Ending {}

  /** No further run took place: a ceiling on spending is reached. */
  record OverBudget() implements Ending {}

  /** The stop sign went up before the next run; what ran before stays counted. */
  record Stopped() implements Ending {}

  /** The run was ended because it was not confined; it must not be tried again. */
  record Violation(String error, int attempts) implements Ending {}
}
