package aether.bus.write;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * One raw stream entry, not yet decoded: whatever a peer put there.
 *
 * @param id the stream entry's id
 * @param fields its fields as they are
 */
public record Entry(Origin origin, String id, Map<String, String> fields) {
  /** The stream an entry came in. */
  public enum Origin {
    INBOX,
    BROADCAST
  }

  /**
   * Ids of one stream in the order of their entries: {@code milliseconds-number}, or the former.
   */
  public static final Comparator<String> IN_ORDER =
      Comparator.<String, Long>comparing(id -> part(id, 0), Long::compareUnsigned)
          .thenComparing(id -> part(id, 1), Long::compareUnsigned);

  public Entry {
    fields = Map.copyOf(fields);
  }

  /** The envelope's JSON, if the entry has the field for it. */
  public Optional<String> data() {
    return Optional.ofNullable(fields.get("data"));
  }

  private static Long part(String id, int index) {
    String[] parts = id.split("-", 2);
    return index < parts.length ? Long.parseUnsignedLong(parts[index]) : 0L;
  }
}
