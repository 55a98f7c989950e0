package aether.redis.link;

import aether.config.BusRoute.Node;
import java.util.ArrayList;
import java.util.List;

/** What {@code CLUSTER SLOTS} answers, as far as it says who is there. */
final class ClusterSlots {
  /** The nodes of a range stand after its first and last slot, the primary first. */
  private static final int BOUNDS = 2;

  private ClusterSlots() {}

  /** The nodes of one range of slots; those without a name are passed over. */
  static List<Node> nodes(Object range) {
    List<Node> found = new ArrayList<>();
    if (range instanceof List<?> parts && parts.size() > BOUNDS) {
      for (Object part : parts.subList(BOUNDS, parts.size())) {
        if (part instanceof List<?> node
            && node.size() >= 2
            && node.get(1) instanceof Long port
            && !String.valueOf(node.get(0)).isEmpty()
            && node.get(0) != null) {
          found.add(new Node(String.valueOf(node.get(0)), port.intValue()));
        }
      }
    }
    return found;
  }
}
