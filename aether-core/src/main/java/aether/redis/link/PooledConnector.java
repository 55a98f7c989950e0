package aether.redis.link;

import aether.config.BusAddress;
import aether.redis.Certificate;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** As the client library connects by itself, with threads of its own: TLS, Sentinel, Cluster. */
final class PooledConnector implements Connector {
  private final BusAddress address;
  private final Peers peers = new Peers();
  private final ClientResources resources = Wiring.resources(peers);
  private final Way mending;
  private final Way once;

  PooledConnector(BusAddress address) {
    this.address = address;
    this.mending = Way.to(address, true, resources);
    this.once = Way.to(address, false, resources);
  }

  @Override
  public StatefulRedisConnection<String, String> shared() {
    return mending.connect();
  }

  @Override
  public StatefulRedisConnection<String, String> exclusive() {
    return once.connect();
  }

  @Override
  public Optional<Certificate> shown() {
    return peers.shown(address.display());
  }

  /** Waits even in an interrupted thread; what does not end in time is let go. */
  @Override
  public void close() {
    CompletableFuture.allOf(mending.close(), once.close()).exceptionally(_ -> null).join();
    boolean _ =
        resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
  }
}
