package aether.redis.link;

import aether.bus.BusException;
import aether.config.BusAddress;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The way to one bus: a shared connection for commands that answer at once, {@linkplain Lane lanes}
 * for reads that wait, {@linkplain Line lines} for transactions. No command is ever sent again by
 * itself: what was on its way when a connection broke fails, and its sender finds out.
 *
 * <p>Safe for use by several threads.
 */
public final class Link implements Asked, AutoCloseable {
  private final ClientResources resources;
  private final RedisClient mending;
  private final RedisClient once;
  private final Failures failures;
  private volatile StatefulRedisConnection<String, String> shared;

  private Link(
      ClientResources resources,
      RedisClient mending,
      RedisClient once,
      Failures failures,
      StatefulRedisConnection<String, String> shared) {
    this.resources = resources;
    this.mending = mending;
    this.once = once;
    this.failures = failures;
    this.shared = shared;
  }

  /**
   * Opens the shared connection; the others are opened when first used.
   *
   * @throws aether.bus.BusException when the bus cannot be reached or refuses the credentials
   */
  public static Link open(BusAddress address) {
    ClientResources resources = Wiring.resources();
    RedisClient mending = RedisClient.create(resources, Wiring.uri(address));
    mending.setOptions(Wiring.options(address, true));
    RedisClient once = RedisClient.create(resources, Wiring.uri(address));
    once.setOptions(Wiring.options(address, false));
    Failures failures = new Failures(address);
    try {
      return new Link(resources, mending, once, failures, connect(mending, failures));
    } catch (RuntimeException e) {
      shutdown(mending, once, resources);
      throw e;
    }
  }

  @Override
  public <T> T ask(Call<T> call) {
    return send(call).get();
  }

  /** Like {@link #ask} on the shared connection, for a reply that may be nil. */
  public <T> Optional<T> find(Call<T> call) {
    return Optional.ofNullable(ask(call));
  }

  /** Sends a command on the shared connection; several may be on their way at once. */
  public <T> Answer<T> send(Call<T> call) {
    StatefulRedisConnection<String, String> open = shared;
    var reply = call.on(open.async());
    return () -> await(open, reply);
  }

  private <T> T await(StatefulRedisConnection<String, String> open, RedisFuture<T> reply) {
    try {
      return failures.await(reply, Wiring.COMMAND_LIMIT);
    } catch (BusException.Unavailable e) {
      if (Failures.timedOut(e) || !(Failures.answered(e) || open.isOpen())) {
        replace(open);
      }
      throw e;
    }
  }

  /**
   * One that is dead without having been closed does not mend itself, and one that is refused does
   * not say why.
   */
  private synchronized void replace(StatefulRedisConnection<String, String> dead) {
    if (shared.equals(dead)) {
      shared = connect(mending, failures);
      var _ = dead.closeAsync();
    }
  }

  /** A connection for reads that wait, for one thread at a time. */
  public Lane lane() {
    return new Lane(() -> connect(once, failures), failures);
  }

  /** A connection for transactions, for one thread at a time; it does not mend itself. */
  public Line line() {
    return new Line(() -> connect(once, failures), failures);
  }

  @Override
  public void close() {
    shutdown(mending, once, resources);
  }

  /**
   * A reply on its way.
   *
   * @param <T> the reply
   */
  @FunctionalInterface
  public interface Answer<T> {
    /** Waits for it; {@code null} where Redis answers nil. */
    T get();
  }

  private static StatefulRedisConnection<String, String> connect(
      RedisClient client, Failures failures) {
    try {
      return client.connect(new PlainText());
    } catch (RedisException | IllegalStateException e) {
      throw failures.of(e);
    }
  }

  /** Waits for it even in an interrupted thread; what does not end in time is let go. */
  private static void shutdown(RedisClient mending, RedisClient once, ClientResources resources) {
    CompletableFuture.allOf(
            mending.shutdownAsync(0, 1, TimeUnit.SECONDS),
            once.shutdownAsync(0, 1, TimeUnit.SECONDS))
        .exceptionally(_ -> null)
        .join();
    boolean _ =
        resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
  }
}
