package aether.redis.link;

import aether.bus.BusException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
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
    return answered(open -> failures.await(open, call.on(open.async()), Wiring.COMMAND_LIMIT));
  }

  /** The replies of two commands that are sent at once, as of {@link #ask}. */
  public synchronized <T> List<T> askBoth(Call<T> first, Call<T> second) {
    return answered(open -> {
      RedisFuture<T> one = first.on(open.async());
      RedisFuture<T> other = second.on(open.async());
      return List.of(
          failures.await(open, one, Wiring.COMMAND_LIMIT),
          failures.await(open, other, Wiring.COMMAND_LIMIT));
    });
  }

  private <T> T answered(Function<StatefulRedisConnection<String, String>, T> question) {
    StatefulRedisConnection<String, String> open = connection;
    if (open == null || (open instanceof PlainConnection plain && !plain.isUsable())) {
      open = connect.get();
      connection = open;
    }
    try {
      return question.apply(open);
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
