package aether.bus.write;

import aether.event.Event;
import aether.message.Envelope;
import java.util.List;

/** Puts messages on the bus from outside a turn: by a client or the operator. */
public interface Outbox {
  /**
   * Puts {@code envelope} in its recipient's stream, its {@code message} event in the mirror, and
   * {@code alongside} after it, in one transaction.
   */
  void send(Envelope envelope, List<Event> alongside);
}
