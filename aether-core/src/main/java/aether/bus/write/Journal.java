package aether.bus.write;

import aether.event.Event;
import java.util.List;

/** Appends to the global mirror what is not part of a settlement: milestones, notices. */
public interface Journal {
  /** Appends {@code events} in this order, as one transaction. */
  void append(List<Event> events);
}
