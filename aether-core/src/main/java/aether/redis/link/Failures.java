package aether.redis.link;

import aether.bus.BusException;
import aether.config.BusAddress;
import aether.config.BusRoute.Node;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.RedisCommand;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Waits for replies, and says in one line with its remedy what went wrong. */
public final class Failures {
  private static final List<String> DENIED = List.of("NOAUTH", "WRONGPASS", "ERR AUTH");

  private static final List<String> CUT =
      List.of("Connection reset", "Connection closed", "Broken pipe", "Currently not connected");

  /** What Redis says first when it refuses for now, what that means, and a remedy. */
  private static final Map<String, String> TEMPORARY =
      Map.ofEntries(
          Map.entry("OOM", "its memory is full; raise maxmemory there, or free some"),
          Map.entry("MISCONF", "it cannot save to its disk and takes no writes; see its log"),
          Map.entry("READONLY", "it is a replica and takes no writes; name the primary"),
          Map.entry("LOADING", "it is still reading its data; wait a moment"),
          Map.entry("MASTERDOWN", "it is a replica that has lost its primary; mend that"),
          Map.entry("NOREPLICAS", "it has too few replicas to take writes; mend them"),
          Map.entry("BUSY ", "it is busy with a script; wait, or end the script"),
          Map.entry("CLUSTERDOWN", "its cluster is down; mend that"),
          Map.entry("UNBLOCKED force", "it has just changed its role; wait a moment"),
          Map.entry("MOVED", "its cluster keeps the keys elsewhere now; try again"),
          Map.entry("ASK", "its cluster is moving the keys; wait a moment"),
          Map.entry("TRYAGAIN", "its cluster is being moved; wait a moment"),
          Map.entry("ERR max number of clients", "it takes no more clients; raise maxclients"),
          Map.entry("ERR DB index", "it has no such database; check --redis-db"),
          Map.entry("ERR invalid DB index", "it has no such database; check --redis-db"));

  private static final List<String> CLUSTERED = List.of("MOVED", "CROSSSLOT");
  private static final Pattern MOVED = Pattern.compile("MOVED \\d+ (.*):(\\d{1,5})");

  private static final String EXHAUSTED = "ERR The stream has exhausted the last possible ID";

  /** What Redis says first when a key holds what the command cannot work with, and a remedy. */
  private static final Map<String, String> UNUSABLE =
      Map.of(
          "WRONGTYPE",
          "holds another kind of value than Aether keeps there; look at it, then rename or delete"
              + " it",
          EXHAUSTED,
          "takes no more entries, since somebody has put one there with the largest id; rename it,"
              + " and move its entries to a new stream of that name",
          "ERR value is not an integer",
          "holds no number; delete it",
          "ERR increment or decrement would overflow",
          "holds a number that cannot grow; delete it");

  private final BusAddress address;

  Failures(BusAddress address) {
    this.address = address;
  }

  /**
   * The reply of {@code future} on {@code connection}, {@code null} where Redis answers nil.
   *
   * @throws BusException when there is none within {@code limit}; an interrupted wait leaves the
   *     thread's interrupt flag set
   * @throws IllegalStateException when Redis refuses the command itself
   */
  <T> T await(StatefulRedisConnection<?, ?> connection, RedisFuture<T> future, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      if (connection instanceof PlainConnection plain) {
        plain.readUntil(future, limit);
      }
      return future.toCompletableFuture().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    } catch (TimeoutException e) {
      throw unavailable("no answer within " + limit.toMillis() + " ms", "is it overloaded?", e);
    } catch (CancellationException e) {
      throw unavailable("the connection was closed", "connect again", e);
    } catch (ExecutionException e) {
      throw of(Optional.ofNullable(e.getCause()).orElse(e), key(future));
    }
  }

  /** What {@code failure} means to a caller. */
  RuntimeException of(Throwable failure) {
    return of(failure, Optional.empty());
  }

  private BusException.Unavailable interrupted(Throwable cause) {
    return unavailable("interrupted while waiting", "try again", cause);
  }

  /** What {@code failure} of a command on {@code key} means to a caller. */
  RuntimeException of(Throwable failure, Optional<String> key) {
    Optional<RedisCommandExecutionException> answer =
        find(failure, RedisCommandExecutionException.class);
    return answer.isPresent() ? answered(answer.get(), key) : lost(failure);
  }

  /** The first key of the command that {@code reply} belongs to, where it has one. */
  static Optional<String> key(RedisFuture<?> reply) {
    if (!(reply instanceof RedisCommand<?, ?, ?> command) || command.getArgs() == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(command.getArgs().getFirstEncodedKey())
        .map(bytes -> StandardCharsets.UTF_8.decode(bytes).toString());
  }

  /** That {@code stream} takes no more entries, known without having tried. */
  static BusException.Unusable full(String stream) {
    return new BusException.Unusable(
        "'%s' %s".formatted(stream, UNUSABLE.get(EXHAUSTED)), new IllegalStateException(EXHAUSTED));
  }

  /** Whether no answer came in time: the connection may be dead although nobody has closed it. */
  static boolean timedOut(RuntimeException failure) {
    return find(failure, TimeoutException.class).isPresent();
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

  /** The node that {@code failure} names as the owner of the keys, asked of {@code asked}. */
  static Optional<Node> moved(RuntimeException failure, Node asked) {
    return find(failure, RedisCommandExecutionException.class)
        .map(answer -> MOVED.matcher(firstLine(answer)))
        .filter(Matcher::matches)
        .map(parts ->
            new Node(
                parts.group(1).isEmpty() ? asked.host() : parts.group(1),
                Integer.parseInt(parts.group(2))));
  }

  /** Whether somebody else is to be asked: this one owns the keys no more, or nobody follows it. */
  static boolean isElsewhere(RuntimeException failure) {
    return Stream.of("MOVED", "READONLY", "NOREPLICAS").anyMatch(word -> says(failure, word));
  }

  private RuntimeException answered(RedisCommandExecutionException failure, Optional<String> key) {
    String said = firstLine(failure);
    for (Map.Entry<String, String> fault : UNUSABLE.entrySet()) {
      if (said.startsWith(fault.getKey())) {
        return new BusException.Unusable(
            "the bus at %s cannot be used: '%s' %s (%s)"
                .formatted(address.display(), key.orElse("a key"), fault.getValue(), said),
            failure);
      }
    }
    if (said.startsWith("NOPERM")) {
      return denied(failure, said, key.map(each -> " on '" + each + "'").orElse(""));
    }
    if (DENIED.stream().anyMatch(said::startsWith)) {
      return new BusException.Denied(
          "the bus at "
              + address.display()
              + " refuses: "
              + said
              + "; check --redis-username and AETHER_REDIS_PASSWORD, or bring the password file that"
              + " `aether bus acl` has written for this component here",
          failure);
    }
    if (CLUSTERED.stream().anyMatch(said::startsWith) && !address.route().namespace().isOneSlot()) {
      return new BusException.Unavailable(
          "the bus at "
              + address.display()
              + " is not available: it is a Redis Cluster; keep the bus in one slot with a"
              + " namespace in braces, e.g. --namespace '{aether}' ("
              + said
              + ")",
          failure);
    }
    for (Map.Entry<String, String> fault : TEMPORARY.entrySet()) {
      if (said.startsWith(fault.getKey())) {
        return new BusException.Unavailable(
            "the bus at %s is not available: %s (%s)"
                .formatted(address.display(), fault.getValue(), said),
            failure);
      }
    }
    return new IllegalStateException(
        "the bus at " + address.display() + " refused a command: " + said, failure);
  }

  private BusException denied(Throwable failure, String said, String where) {
    String who = address.username().map(user -> "the user '" + user + "'").orElse("this user");
    return new BusException.Denied(
        "the bus at %s does not allow that to %s%s: %s; run it as one who may (--redis-username),"
                .formatted(address.display(), who, where, said)
            + " or look with `aether bus acl --check`",
        failure);
  }

  private BusException lost(Throwable failure) {
    if (find(failure, ClosedByInterruptException.class).isPresent()) {
      return interrupted(failure);
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    Optional<TlsFault> tls = TlsFault.of(failure);
    if (tls.isPresent()) {
      String detail = tls.get() == TlsFault.OTHER ? ": " + firstLine(root) : "";
      return unavailable(tls.get().sentence() + detail, tls.get().remedy(), failure);
    }
    Optional<Client.LedAway> away = find(failure, Client.LedAway.class);
    if (away.isPresent()) {
      return unavailable(
          firstLine(away.get()), "use rediss-sentinel://, or --insecure on a safe way", failure);
    }
    if (address.route().sentinels().isPresent() && !isCut(root)) {
      return unavailable(
          words(root),
          "look at the sentinels (`redis-cli -p 26379 sentinel masters`), and at the name of the"
              + " primary after '#'",
          failure);
    }
    if (find(failure, UnknownHostException.class).isPresent()) {
      return unavailable("unknown host '" + address.host() + "'", "check --redis-host", failure);
    }
    return isCut(root)
        ? unavailable("the connection was lost", "try again", failure)
        : unavailable(
            words(root),
            "start a bus (`aether bus start`, or Redis there), or name another with --redis-host",
            failure);
  }

  /**
   * Whether there was a connection until somebody ended it: the server, an operator, the network.
   */
  private static boolean isCut(Throwable root) {
    String said = firstLine(root);
    return CUT.stream().anyMatch(said::startsWith);
  }

  /** What the client library says, in words that do not need its documentation. */
  private static String words(Throwable root) {
    String said = firstLine(root);
    if (said.startsWith("Invalid first byte")) {
      return "whatever listens there does not speak the protocol of Redis";
    }
    return said;
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
