package aether.redis.link;

import aether.config.BusAddress;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import reactor.core.publisher.Mono;

/** A client that goes where sentinels send it, unless that would carry plain text away. */
final class Client extends RedisClient {
  private final BusAddress address;

  Client(ClientResources resources, BusAddress address) {
    super(resources, Wiring.uri(address));
    this.address = address;
  }

  @Override
  protected Mono<SocketAddress> getSocketAddress(RedisURI uri) {
    return super.getSocketAddress(uri).map(this::checked);
  }

  private SocketAddress checked(SocketAddress found) {
    boolean mayGo =
        address.tls().isPresent()
            || address.route().insecure()
            || !(found instanceof InetSocketAddress server)
            || BusAddress.isLoopback(server.getHostString());
    if (!mayGo) {
      throw new LedAway(found.toString());
    }
    return found;
  }

  /** Sentinels name a server elsewhere, and nobody has said that plain text may go there. */
  static final class LedAway extends RedisException {
    private static final long serialVersionUID = 1L;

    LedAway(String where) {
      super("its sentinels lead to " + where + ", on another machine, and TLS is off");
    }
  }
}
