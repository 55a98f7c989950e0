package aether.redis.link;

import aether.config.BusAddress;
import aether.redis.Certificate;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Straight to one server, without the client library's own threads. */
final class PlainConnector implements Connector {
  private final BusAddress address;
  private final PlainText codec;
  private final Failures failures;
  private final Set<PlainConnection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  PlainConnector(BusAddress address, Failures failures) {
    this.address = address;
    this.codec = new PlainText(address.route().namespace());
    this.failures = failures;
  }

  /** Whether nothing but a TCP connection is needed for {@code address}. */
  static boolean fits(BusAddress address) {
    return address.tls().isEmpty()
        && address.route().sentinels().isEmpty()
        && !address.route().namespace().isOneSlot();
  }

  @Override
  public Optional<Certificate> shown() {
    return Optional.empty();
  }

  @Override
  public StatefulRedisConnection<String, String> shared() {
    return connect(true);
  }

  @Override
  public StatefulRedisConnection<String, String> exclusive() {
    return connect(false);
  }

  private PlainConnection connect(boolean shared) {
    open.removeIf(connection -> !connection.isOpen());
    PlainConnection connection = PlainConnection.open(address, codec, shared, failures);
    open.add(connection);
    if (closed) {
      connection.closeNow();
    }
    return connection;
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(PlainConnection::closeNow);
  }
}
