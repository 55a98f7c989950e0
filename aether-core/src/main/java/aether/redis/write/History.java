package aether.redis.write;

import aether.bus.BusException;
import aether.bus.write.Entry;
import aether.redis.Keys;
import aether.redis.link.Link;
import aether.redis.link.Streams;
import java.util.Optional;

/**
 * The last record that this process wrote to the global mirror. Where it is missing, and was not
 * trimmed, the bus has gone on from an older copy. Safe for use by several threads.
 */
final class History {
  private static final String NOTHING = "0-0";

  private String last = NOTHING;

  /** The record {@code id} was appended to the mirror. */
  synchronized void wrote(String id) {
    last = Entry.IN_ORDER.compare(id, last) > 0 ? id : last;
  }

  /**
   * Whether the bus has lost what this process wrote to it; it is told once. Not so when that
   * cannot be said.
   */
  synchronized boolean hasGoneBackwards(Link link) {
    try {
      boolean lost = !last.equals(NOTHING) && isLost(link);
      last = lost ? NOTHING : last;
      return lost;
    } catch (BusException.Unusable | BusException.Denied e) {
      return false;
    }
  }

  private boolean isLost(Link link) {
    if (Streams.contains(link, Keys.EVENTS, last)) {
      return false;
    }
    Optional<String> first = Streams.first(link, Keys.EVENTS);
    String before = first.or(() -> Streams.reached(link, Keys.EVENTS)).orElse(NOTHING);
    return Entry.IN_ORDER.compare(before, last) < 0;
  }
}
