package aether.bus.write;

import aether.message.Envelope;
import aether.message.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The durable side of a Body's turn (CONTRACT §5; ARCHITECTURE, the turn in Redis terms). All
 * writes are fenced: they are refused once another process owns the Body. May be called from many
 * threads; calls made at the same time share round trips.
 *
 * @see Lease
 */
public interface ProcessingLog {
  /**
   * How long at least it is known of a message that is not settled whether it had a run: paused
   * ones are remembered as long. After that an entry without a log may have had one or not.
   */
  Duration UNSETTLED_KEPT = Duration.ofDays(30);

  /** As long as a wave stands on the broadcast it is known whether it is settled. */
  Duration WAVES_KEPT = Duration.ofDays(7);

  /** Thrown when another process owns the Body; nothing was written. */
  final class Fenced extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Fenced(ProjectId body, Duration ttl) {
      super(message(body, ttl));
    }

    /** Why {@code body} is not this process's any more, whose lease was of {@code ttl}. */
    public static String message(ProjectId body, Duration ttl) {
      return ("another process has taken over '%s', as this one was silent for longer than %d s;"
              + " nothing of its unfinished turns was written")
          .formatted(body, ttl.toSeconds());
    }
  }

  /** What is known of {@code envelope} and its conversation at {@code now}. */
  Standing look(Envelope envelope, Instant now);

  /**
   * Writes that a run is about to start.
   *
   * @return how many messages of the conversation this minute has seen, this one included; 0 when
   *     it does not count
   */
  long reserve(Reservation reservation, Instant now);

  /**
   * The notes of this Body's reservations, oldest first: the last 20,000 or so, for 90 days after
   * the last of them. Anybody on the bus may have written them.
   */
  List<String> notes();

  /** Takes a reservation back, for a run that did not happen and cost nothing. */
  void release(Reservation reservation);

  /**
   * Makes the outcome of a run durable ({@code CLAUDE_DONE}): from here on the agent is never
   * called again for this message.
   */
  void record(Envelope envelope, String claudeResult, String sessionId);

  /** Writes the end of a message, all of it or nothing. */
  Settled settle(Settlement settlement);
}
