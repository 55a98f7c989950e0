package aether.redis.link;

import aether.bus.BusException;
import aether.config.BusAddress;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Waits for replies, and says in one line with its remedy what went wrong. */
public final class Failures {
  private static final List<String> DENIED = List.of("NOAUTH", "WRONGPASS", "NOPERM", "ERR AUTH");
  private static final List<String> TEMPORARY =
      List.of(
          "LOADING",
          "OOM",
          "MISCONF",
          "READONLY",
          "MASTERDOWN",
          "NOREPLICAS",
          "BUSY ",
          "CLUSTERDOWN",
          "TRYAGAIN",
          "ERR max number of clients",
          "ERR DB index",
          "ERR invalid DB index");

  private final BusAddress address;

  Failures(BusAddress address) {
    this.address = address;
  }

  /**
   * The reply of {@code future}, {@code null} where Redis answers nil.
   *
   * @throws BusException when there is none within {@code limit}; an interrupted wait leaves the
   *     thread's interrupt flag set
   * @throws IllegalStateException when Redis refuses the command itself
   */
  <T> T await(RedisFuture<T> future, Duration limit) {
    try {
      return future.toCompletableFuture().get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted while waiting", "try again", e);
    } catch (TimeoutException e) {
      throw unavailable("no answer within " + limit.toMillis() + " ms", "is it overloaded?", e);
    } catch (CancellationException e) {
      throw unavailable("the connection was closed", "connect again", e);
    } catch (ExecutionException e) {
      throw of(Optional.ofNullable(e.getCause()).orElse(e));
    }
  }

  /** What {@code failure} means to a caller. */
  RuntimeException of(Throwable failure) {
    Optional<RedisCommandExecutionException> answer =
        find(failure, RedisCommandExecutionException.class);
    return answer.isPresent() ? answered(answer.get()) : lost(failure);
  }

  /** Whether Redis itself said so; otherwise nobody knows whether the command was carried out. */
  public static boolean answered(RuntimeException failure) {
    return find(failure, RedisCommandExecutionException.class).isPresent();
  }

  /** Whether Redis said {@code prefix} first. */
  public static boolean says(RuntimeException failure, String prefix) {
    return find(failure, RedisCommandExecutionException.class)
        .filter(answer -> firstLine(answer).startsWith(prefix))
        .isPresent();
  }

  private RuntimeException answered(RedisCommandExecutionException failure) {
    String said = firstLine(failure);
    if (DENIED.stream().anyMatch(said::startsWith)) {
      return new BusException.Denied(
          "the bus at "
              + address.display()
              + " refuses: "
              + said
              + "; check --redis-username, AETHER_REDIS_PASSWORD and the user's ACL",
          failure);
    }
    if (TEMPORARY.stream().anyMatch(said::startsWith)) {
      return unavailable(said, "mend the server or wait, then try again", failure);
    }
    return new IllegalStateException(
        "the bus at " + address.display() + " refused a command: " + said, failure);
  }

  private BusException lost(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (find(failure, SSLException.class).isPresent()) {
      return unavailable(
          "TLS failed: " + firstLine(root), "check --redis-tls-ca and the host name", failure);
    }
    if (find(failure, UnknownHostException.class).isPresent()) {
      return unavailable("unknown host '" + address.host() + "'", "check --redis-host", failure);
    }
    return unavailable(
        words(root),
        "start a bus (`aether bus start`, or Redis there), or name another with --redis-host",
        failure);
  }

  /** What the client library says, in words that do not need its documentation. */
  private static String words(Throwable root) {
    String said = firstLine(root);
    if (said.startsWith("Invalid first byte")) {
      return "whatever listens there does not speak the protocol of Redis";
    }
    return said.startsWith("Currently not connected") ? "the connection was lost" : said;
  }

  private BusException.Unavailable unavailable(String what, String remedy, Throwable cause) {
    return new BusException.Unavailable(
        "the bus at " + address.display() + " is not available: " + what + "; " + remedy, cause);
  }

  private static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  private static <E extends Throwable> Optional<E> find(Throwable failure, Class<E> kind) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (kind.isInstance(t)) {
        return Optional.of(kind.cast(t));
      }
    }
    return Optional.empty();
  }
}
