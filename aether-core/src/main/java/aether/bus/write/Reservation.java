package aether.bus.write;

import aether.event.Event;
import aether.message.Envelope;
import java.util.List;
import java.util.Optional;

/**
 * A run of the agent that is about to start: written before any process starts, so that a crash
 * leaves it counted.
 *
 * @param entry where the message came in
 * @param attempt the number of this run, 1 for the first
 * @param countRate whether this message counts against its conversation's rate (first encounter)
 * @param events what happened, written in the same transaction
 * @param note what the Body's ledger wants remembered on the bus, a copy of what stands on its disk
 */
public record Reservation(
    Envelope envelope,
    Entry entry,
    int attempt,
    boolean countRate,
    List<Event> events,
    Optional<String> note) {
  public Reservation {
    events = List.copyOf(events);
  }

  /** One that notes nothing. */
  public Reservation(
      Envelope envelope, Entry entry, int attempt, boolean countRate, List<Event> events) {
    this(envelope, entry, attempt, countRate, events, Optional.empty());
  }
}
