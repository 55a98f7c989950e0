package aether.mcp;

import aether.bus.Recorded;
import aether.message.ConversationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Waits until something may have changed in a thread. */
final class Waiting {
  private static final int BATCH = 256;
  private static final Duration SLICE = Duration.ofSeconds(1);

  private final InstantSource clock;

  Waiting(InstantSource clock) {
    this.clock = clock;
  }

  Instant deadline(int seconds) {
    return clock.instant().plusSeconds(seconds);
  }

  /**
   * Waits for the next event of {@code thread} after {@code position}, at most until {@code
   * deadline}.
   *
   * @return false when there is no time left, or the client no longer waits
   */
  boolean more(
      Session session, ConversationId thread, String position, Instant deadline, Call call) {
    String from = position;
    while (call.client().isWaiting()) {
      Duration left = Duration.between(clock.instant(), deadline);
      if (!left.isPositive()) {
        return false;
      }
      List<Recorded> batch =
          session.sky().events().await(from, BATCH, left.compareTo(SLICE) < 0 ? left : SLICE);
      if (batch.stream().anyMatch(r -> r.event().conversation().equals(Optional.of(thread)))) {
        return true;
      }
      from = batch.isEmpty() ? from : batch.getLast().position();
    }
    return false;
  }
}
