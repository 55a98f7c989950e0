package aether.bus;

import java.util.List;
import java.util.Optional;

/** The replies that wait for approval, for reading ({@code aether:approvals}). */
public interface Approvals {
  /** The place before every reply. */
  String START = "0-0";

  /**
   * At most {@code count} replies strictly after the place {@code after}, oldest first; none:
   * empty. What is no message is left out.
   */
  List<PendingReply> list(String after, int count);

  /** The reply at this place; empty also when no reply can have such an id. */
  Optional<PendingReply> find(String id);
}
