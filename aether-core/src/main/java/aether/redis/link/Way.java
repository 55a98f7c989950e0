package aether.redis.link;

import aether.bus.BusException;
import aether.config.BusAddress;
import aether.config.BusRoute.Node;
import aether.redis.Keys;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How connections of one kind are made to one bus. Where all its keys lie in one slot of a Redis
 * Cluster, that is the node which owns the slot, found anew for each connection.
 */
final class Way {
  private static final int REDIRECTIONS = 5;

  private final RedisClient client;
  private final BusAddress address;
  private final PlainText codec;
  private final Failures failures;
  private volatile List<Node> nodes;

  private Way(RedisClient client, BusAddress address) {
    this.client = client;
    this.address = address;
    this.codec = new PlainText(address.route().namespace());
    this.failures = new Failures(address);
    this.nodes = List.of(new Node(address.host(), address.port()));
  }

  /** Prepares it; nothing is connected yet. */
  static Way to(BusAddress address, boolean mending, ClientResources resources) {
    RedisClient client = new Client(resources, address);
    client.setOptions(Wiring.options(address, mending));
    return new Way(client, address);
  }

  /**
   * A new connection.
   *
   * @throws BusException when the bus cannot be reached or refuses the credentials
   */
  StatefulRedisConnection<String, String> connect() {
    boolean mayBeCluster =
        address.route().namespace().isOneSlot() && address.route().sentinels().isEmpty();
    return mayBeCluster ? toOwner() : open(address);
  }

  private StatefulRedisConnection<String, String> open(BusAddress at) {
    try {
      return client.connect(codec, Wiring.uri(at));
    } catch (RedisException | IllegalStateException e) {
      throw failures.of(e);
    }
  }

  /** Whoever answers first of the nodes that are known says who owns the keys. */
  private StatefulRedisConnection<String, String> toOwner() {
    List<BusException.Unavailable> faults = new ArrayList<>();
    for (Node node : nodes) {
      try {
        return follow(node, REDIRECTIONS);
      } catch (BusException.Unavailable e) {
        faults.add(e);
      }
    }
    throw faults.getFirst();
  }

  private StatefulRedisConnection<String, String> follow(Node node, int redirections) {
    StatefulRedisConnection<String, String> open = open(at(node));
    try {
      var _ =
          failures.await(open, open.async().hexists(Keys.REGISTRY, "owner"), Wiring.COMMAND_LIMIT);
      learn(open, node);
      return open;
    } catch (BusException.Unavailable e) {
      var _ = open.closeAsync();
      Optional<Node> owner = Failures.moved(e, node);
      if (owner.isEmpty() || redirections == 0) {
        throw e;
      }
      return follow(owner.get(), redirections - 1);
    } catch (RuntimeException e) {
      var _ = open.closeAsync();
      throw e;
    }
  }

  /** Those to ask when the one that was named is gone; a user who may not ask knows that one. */
  private void learn(StatefulRedisConnection<String, String> open, Node owner) {
    List<Node> known = new ArrayList<>(List.of(new Node(address.host(), address.port()), owner));
    try {
      failures
          .await(open, open.async().clusterSlots(), Wiring.COMMAND_LIMIT)
          .forEach(range -> known.addAll(ClusterSlots.nodes(range)));
    } catch (BusException.Denied | IllegalStateException e) {
      // No cluster, or not for this user.
    }
    nodes = known.stream().distinct().toList();
  }

  private BusAddress at(Node node) {
    return new BusAddress(
            node.host(),
            node.port(),
            address.db(),
            address.username(),
            address.password(),
            address.tls(),
            address.route())
        .requireProtected();
  }

  CompletableFuture<Void> close() {
    return client.shutdownAsync(0, 1, TimeUnit.SECONDS);
  }
}
