package aether.bus.write;

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

  public Entry {
    fields = Map.copyOf(fields);
  }

  /** The envelope's JSON, if the entry has the field for it. */
  public Optional<String> data() {
    return Optional.ofNullable(fields.get("data"));
  }
}
