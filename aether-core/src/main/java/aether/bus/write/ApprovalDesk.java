package aether.bus.write;

import aether.bus.ControlState;
import aether.message.Envelope;

/**
 * What the operator decides about replies that wait for approval. Each decision is one transaction
 * with its audit event, and takes effect once however many operators make it at the same time.
 */
public interface ApprovalDesk {
  /** What became of a decision. */
  sealed interface Decision {
    /** It is carried out; {@code reply} waits no more. */
    record Done(Envelope reply) implements Decision {}

    /** No such reply waits, or no longer; nothing was written. */
    record Absent() implements Decision {}

    /** Its conversation or its author has been ended, so it may not leave; nothing was written. */
    record Overruled(ControlState conversation, boolean projectKilled) implements Decision {}
  }

  /** Sends the reply: into its recipient's inbox and the mirror, out of the queue. */
  Decision approve(String id, String actor);

  /** Throws the reply away and says so in the mirror; the conversation goes on without it. */
  Decision deny(String id, String actor);
}
