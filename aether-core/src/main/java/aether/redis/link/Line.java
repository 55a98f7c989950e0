package aether.redis.link;

import io.lettuce.core.api.StatefulRedisConnection;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection of its own for transactions. It never mends itself, since a watch does not outlive
 * its connection: after any failure the next use opens a fresh one. One thread at a time; others
 * wait for their turn.
 */
public final class Line implements AutoCloseable {
  private final Supplier<StatefulRedisConnection<String, String>> connect;
  private final Failures failures;
  private @Nullable Exchange exchange;

  Line(Supplier<StatefulRedisConnection<String, String>> connect, Failures failures) {
    this.connect = connect;
    this.failures = failures;
  }

  /** Does {@code work} with the connection to itself. */
  public synchronized <T> T exclusively(Function<Exchange, T> work) {
    Exchange open = exchange;
    if (open == null || !open.isOpen()) {
      close();
      open = new Exchange(connect.get(), failures);
      exchange = open;
    }
    try {
      return work.apply(open);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    if (exchange != null) {
      exchange.close();
      exchange = null;
    }
  }
}
