package aether.bus.write;

import aether.message.ProjectId;

/**
 * What the operator decides about dead letters. Each decision is one transaction with its audit
 * event, and takes effect once however many operators make it at the same time.
 */
public interface DeadLetterOffice {
  /** What became of an order to try a letter again. */
  sealed interface Retry {
    /** Its entry is at the end of the Body's inbox, under a new entry id. */
    record Requeued() implements Retry {}

    /** There is no such letter, or no longer; nothing was written. */
    record Absent() implements Retry {}

    /** The letter no longer holds the entry, so there is nothing to try; nothing was written. */
    record Blank() implements Retry {}
  }

  /**
   * Puts the entry of a letter back in the inbox of {@code body}, whichever stream it came in (a
   * reply that was not delivered: in that of its recipient), and takes the letter away. A message
   * that was settled by its death is forgotten, so that it may have all its attempts again; one
   * that is in work at the moment is not.
   */
  Retry retry(ProjectId body, String letter, String actor);

  /** Takes a letter away for good. @return whether it was there; if not, nothing was written */
  boolean drop(ProjectId body, String letter, String actor);
}
