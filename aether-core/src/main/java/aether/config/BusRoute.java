package aether.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a Redis is found and shared, beyond its name and credentials.
 *
 * @param namespace what its keys begin with
 * @param sentinels whom to ask where it is; empty where the address says so itself
 * @param insecure whether plain text may leave this machine
 */
public record BusRoute(Namespace namespace, Optional<Sentinels> sentinels, boolean insecure) {
  /** The usual: the address says where, and plain text stays on this machine. */
  public static final BusRoute DIRECT = new BusRoute(Namespace.DEFAULT, Optional.empty(), false);

  /**
   * One server.
   *
   * @param host a name or an address, IPv6 without brackets
   */
  public record Node(String host, int port) {
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * Who knows the primary.
   *
   * @param nodes at least one
   * @param primary the name they know it by
   * @param password theirs; empty where they ask for none
   */
  public record Sentinels(List<Node> nodes, String primary, Optional<Secret> password) {
    public Sentinels {
      nodes = List.copyOf(nodes);
      if (nodes.isEmpty()) {
        throw new IllegalArgumentException("no sentinel is named; give at least one");
      }
    }

    Sentinels with(Optional<Secret> secret) {
      return new Sentinels(nodes, primary, secret);
    }

    /** The nodes, as they stand in a URL. */
    String list() {
      return nodes.stream().map(Node::toString).collect(Collectors.joining(","));
    }
  }

  /** What one place (flags, environment or profile) says; every part may be unsaid. */
  public record Choice(
      Optional<BusUrl> url, Optional<Namespace> namespace, Optional<Boolean> insecure) {
    /** Nothing is said. */
    public static final Choice UNSAID =
        new Choice(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
