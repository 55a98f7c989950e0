package aether.redis.link;

import aether.config.BusAddress;
import aether.config.Secret;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.protocol.PushHandler;
import io.lettuce.core.resource.ClientResources;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** How a {@link Wire} is entered: name and password, then the database. */
final class Entrance {
  private Entrance() {}

  /**
   * A connection that is ready for use.
   *
   * @throws aether.bus.BusException when there is none, or it refuses the credentials
   */
  static Exchange enter(BusAddress address, ClientResources resources, Failures failures) {
    Wire wire = connect(address, resources, failures);
    try {
      var connection =
          new StatefulRedisConnectionImpl<>(
              wire, NOTHING_IS_PUSHED, new PlainText(), Wiring.COMMAND_LIMIT);
      Exchange exchange = new Exchange(connection, wire, failures);
      address
          .password()
          .map(Secret::reveal)
          .ifPresent(password -> exchange.ask(redis -> login(redis, address, password)));
      if (address.db() != 0) {
        exchange.ask(redis -> redis.select(address.db()));
      }
      return exchange;
    } catch (RuntimeException e) {
      wire.close();
      throw e;
    }
  }

  private static Wire connect(BusAddress address, ClientResources resources, Failures failures) {
    try {
      return Wire.connect(address, Wiring.CONNECT_LIMIT, resources);
    } catch (IOException e) {
      throw failures.of(e);
    }
  }

  private static RedisFuture<String> login(
      RedisAsyncCommands<String, String> redis, BusAddress address, String password) {
    return address
        .username()
        .map(user -> redis.auth(user, password))
        .orElseGet(() -> redis.auth(password));
  }

  private static final PushHandler NOTHING_IS_PUSHED =
      new PushHandler() {
        @Override
        public void addListener(PushListener listener) {}

        @Override
        public void removeListener(PushListener listener) {}

        @Override
        public Collection<PushListener> getPushListeners() {
          return List.of();
        }
      };
}
