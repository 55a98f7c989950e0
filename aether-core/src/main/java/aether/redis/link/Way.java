package aether.redis.link;

import aether.config.BusAddress;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How connections of one kind are made to one bus. */
final class Way {
  private final RedisClient client;
  private final PlainText codec;
  private final Failures failures;

  private Way(RedisClient client, PlainText codec, Failures failures) {
    this.client = client;
    this.codec = codec;
    this.failures = failures;
  }

  /** Prepares it; nothing is connected yet. */
  static Way to(BusAddress address, boolean mending, ClientResources resources) {
    RedisClient client = RedisClient.create(resources, Wiring.uri(address));
    client.setOptions(Wiring.options(address, mending));
    return new Way(client, new PlainText(address.route().namespace()), new Failures(address));
  }

  /**
   * A new connection.
   *
   * @throws aether.bus.BusException when the bus cannot be reached or refuses the credentials
   */
  StatefulRedisConnection<String, String> connect() {
    try {
      return client.connect(codec);
    } catch (RedisException | IllegalStateException e) {
      throw failures.of(e);
    }
  }

  CompletableFuture<Void> close() {
    return client.shutdownAsync(0, 1, TimeUnit.SECONDS);
  }
}
