package aether.testkit;

import aether.config.Account;
import aether.config.BusAddress;
import aether.config.Secret;
import aether.redis.local.Binary;
import aether.redis.local.LocalRedis;
import aether.redis.local.RespConnection;
import aether.redis.local.Running;
import aether.redis.local.Settings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Redis for tests, emptied before each: {@code @RegisterExtension static final RedisServer
 * redis = RedisServer.start();}. All test classes of one JVM share one server.
 *
 * <p>{@code -Daether.test.redis=docker|local|auto} says which: a container, a server program of
 * this machine (or the carried one), or the container where Docker answers and else the program.
 * Where there is neither, the test fails and says what to install.
 */
public final class RedisServer implements BeforeEachCallback {
  private static final String PROPERTY = "aether.test.redis";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static @Nullable RedisServer shared;

  private final BusAddress address;

  private RedisServer(BusAddress address) {
    this.address = address;
  }

  /** The server of this JVM, started at the first call. */
  public static synchronized RedisServer start() {
    if (shared == null) {
      shared = new RedisServer(isDockerWanted() ? ContainerRedis.start() : local());
    }
    return shared;
  }

  public BusAddress address() {
    return address;
  }

  /** The server as {@code account} enters it: under its own user, with its own rights. */
  public BusAddress as(Account account) {
    return Users.admit(address, account, this::call);
  }

  /** Forgets everything on the server. */
  public void flush() {
    call("FLUSHALL");
  }

  /** The reply to a raw command: a {@code String}, a {@code Long}, a {@code List}, or null. */
  public @Nullable Object call(String... command) {
    return call(address, command);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    flush();
  }

  /**
   * The server program that the tests use: that of this machine, or the one that is carried along.
   */
  public static String executable() {
    return binary().path().toString();
  }

  /** A server program of this machine, or an error that says how to get one. */
  static Binary binary() {
    return LocalRedis.find(System.getenv(), scratch().resolve("bin"))
        .orElseThrow(() ->
            new IllegalStateException(
                "no Redis for the tests: install redis-server, set AETHER_REDIS_SERVER to one,"
                    + " or start Docker"));
  }

  private static boolean isDockerWanted() {
    String choice = System.getProperty(PROPERTY, "auto");
    return switch (choice) {
      case "docker" -> true;
      case "local" -> false;
      case "auto" -> ContainerRedis.isPossible();
      default ->
          throw new IllegalStateException(
              PROPERTY + " is '" + choice + "'; it must be auto, docker or local");
    };
  }

  private static BusAddress local() {
    Running running = LocalRedis.start(binary(), Settings.scratch(scratch().resolve("shared")));
    return running.address();
  }

  private static @Nullable Object call(BusAddress address, String... command) {
    try (RespConnection connection =
        RespConnection.open(address.host(), address.port(), address.password(), LIMIT)) {
      return connection.call(command);
    } catch (IOException e) {
      throw new UncheckedIOException(List.of(command) + " failed on " + address.display(), e);
    }
  }

  private static Path scratch() {
    return Scratch.DIR;
  }

  /** One directory per JVM for everything these servers write; gone at its end. */
  private static final class Scratch {
    static final Path DIR = create();

    private static Path create() {
      try {
        Path dir = Files.createTempDirectory("aether-redis-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(dir), "delete-test-redis"));
        return dir;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void delete(Path dir) {
      try (Stream<Path> servers = Files.list(dir)) {
        servers.flatMap(home -> LocalRedis.running(home).stream()).forEach(Running::stop);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      try (Stream<Path> files = Files.walk(dir)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A server of one test's own, which keeps what is written and may be killed and restarted. */
  public static final class Private implements AutoCloseable {
    private final Binary binary;
    private final Settings settings;
    private final BusAddress address;
    private final Map<Account, BusAddress> admitted = new ConcurrentHashMap<>();
    private final Map<Account, String> more = new ConcurrentHashMap<>();
    private Running running;

    private Private(Binary binary, Settings settings) {
      this.binary = binary;
      this.running = LocalRedis.start(binary, settings);
      this.settings = settings.onPort(running.port());
      this.address = running.address();
    }

    /** Starts one on a free port with an append-only file. */
    public static Private start() {
      return new Private(binary(), Settings.scratch(home()).durable());
    }

    /** Starts one that demands {@code password}. */
    public static Private start(Secret password) {
      return new Private(binary(), Settings.scratch(home()).durable().withPassword(password));
    }

    /**
     * As {@link RedisServer#address}: everything is allowed there, so it is for the test's hand.
     */
    public BusAddress address() {
      return address;
    }

    /** As {@link RedisServer#as}; users are still there after a restart. */
    public BusAddress as(Account account) {
      return admitted.computeIfAbsent(account, who -> Users.admit(address, who, this::call));
    }

    /**
     * Gives {@code account} more than its rights, for what is known to be lost with them.
     *
     * @param rule one of an ACL
     */
    public void grant(Account account, String rule) {
      if (as(account).username().isPresent()) {
        more.put(account, rule);
        Object _ = call("ACL", "SETUSER", account.user(), rule);
      }
    }

    /** What is to be found again by users who were there: a file that is read before they come. */
    private Settings known() {
      return admitted.values().stream().anyMatch(entered -> entered.username().isPresent())
          ? settings.withUsers(
              Users.write(settings.dir(), admitted.keySet(), more, binary.version()))
          : settings;
    }

    /** Its process, to be paused or watched. */
    public ProcessHandle process() {
      return running.process();
    }

    /** As {@link RedisServer#call}. */
    public @Nullable Object call(String... command) {
      return RedisServer.call(address(), command);
    }

    /**
     * Kills it without warning and waits until it is gone. That needs no thread of the common pool,
     * which on two processors has one: a sender that insists may occupy it.
     */
    public void kill9() {
      running.process().destroyForcibly();
      while (running.process().isAlive()) {
        LockSupport.parkNanos(1_000_000);
      }
    }

    /** Starts it again on the same port with what it had written. */
    public void restart() {
      running.stop();
      running = LocalRedis.start(binary, known());
    }

    /** Starts it again on the same port with nothing of what it had written. */
    public void restartEmpty() {
      running.stop();
      try (Stream<Path> written = Files.walk(settings.dir().resolve("appendonlydir"))) {
        written.filter(Files::isRegularFile).map(Path::toFile).forEach(File::delete);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      running = LocalRedis.start(binary, known());
    }

    @Override
    public void close() {
      running.stop();
    }

    private static Path home() {
      try {
        return Files.createTempDirectory(scratch(), "private-");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
