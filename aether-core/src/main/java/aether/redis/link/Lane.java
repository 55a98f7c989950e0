package aether.redis.link;

import aether.bus.BusException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection of its own for reads that wait, so that they hold up nobody. Opened when first used,
 * and anew after any failure: one that is dead without having been closed would say nothing more.
 * One thread at a time; others wait for their turn.
 */
public final class Lane implements AutoCloseable {
  /** No read waits longer in Redis at a stretch; longer waits are several reads. */
  public static final Duration BLOCK_LIMIT = Wiring.BLOCK_LIMIT;

  private final Supplier<StatefulRedisConnection<String, String>> connect;
  private final Failures failures;
  private @Nullable StatefulRedisConnection<String, String> connection;

  Lane(Supplier<StatefulRedisConnection<String, String>> connect, Failures failures) {
    this.connect = connect;
    this.failures = failures;
  }

  /** The reply of a command that waits at most {@link #BLOCK_LIMIT} in Redis. */
  public synchronized <T> T ask(Call<T> call) {
    StatefulRedisConnection<String, String> open = connection;
    if (open == null || (open instanceof PlainConnection plain && !plain.isUsable())) {
      open = connect.get();
      connection = open;
    }
    try {
      return failures.await(open, call.on(open.async()), Wiring.COMMAND_LIMIT);
    } catch (BusException e) {
      if (!Failures.answered(e) || Failures.isElsewhere(e)) {
        drop(open);
      }
      throw e;
    }
  }

  private void drop(StatefulRedisConnection<String, String> dead) {
    connection = null;
    var _ = dead.closeAsync();
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
