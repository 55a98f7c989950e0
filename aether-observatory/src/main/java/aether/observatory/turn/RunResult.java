package aether.observatory.turn;

import aether.event.TurnUsage;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** How a run of the agent went. {@code error} is one line in the agent's own words. */
public sealed interface RunResult {
  /** It answered. */
  record Answered(String text, UUID session, TurnUsage usage) implements RunResult {}

  /** It no longer knows the session it was to resume; nothing was spent. */
  record StaleSession(String error) implements RunResult {}

  /**
   * It failed; another try may succeed.
   *
   * @param usage what it cost all the same; empty when it ended by itself before it had begun
   */
  record Failed(String error, Optional<TurnUsage> usage) implements RunResult {}

  /**
   * It was told by a signal to end, and not by us; perhaps this process was too. {@code usage} as
   * in {@link Failed}.
   */
  record Signalled(String error, Optional<TurnUsage> usage) implements RunResult {}

  /**
   * Its provider refuses until {@code at}; another try before is wasted.
   *
   * @param usage what it cost before it was refused, if that is known
   */
  record LimitedUntil(Instant at, String error, Optional<TurnUsage> usage) implements RunResult {
    /** One that was refused before it cost anything. */
    public LimitedUntil(Instant at, String error) {
      this(at, error, Optional.empty());
    }
  }

  /**
   * It cannot run at all for now: missing, not logged in, no credit, a provider that is too busy.
   *
   * @param usage what it cost before that was found out, if that is known
   */
  record Unable(String error, Optional<TurnUsage> usage) implements RunResult {
    /** One that cost nothing. */
    public Unable(String error) {
      this(error, Optional.empty());
    }
  }

  /** It was not as confined as required, and was ended. */
  record PolicyViolation(String error) implements RunResult {}
}
