package aether.observatory.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.BusException;
import aether.config.Account;
import aether.message.ProjectId;
import aether.observatory.audit.Auditor;
import aether.observatory.audit.Correspondence;
import aether.observatory.audit.Evidence;
import aether.observatory.ledger.FileLedger;
import aether.observatory.pipeline.Ledger;
import aether.redis.Keys;
import aether.redis.local.LocalRedisException;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import aether.testkit.TcpProxy;
import aether.testkit.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A Redis of one's own with a fleet, its traffic, and what is known of both. Each Body and who asks
 * them is a user of its own there; faults are made, and all is looked at, by the test's hand.
 */
final class Field implements AutoCloseable {
  /** The Body of the first crew of a fleet. */
  private static final ProjectId TRAINEE = new ProjectId("trainee");

  private static final Duration SHORT_LEASE = Duration.ofSeconds(3);

  final RedisServer.Private redis = RedisServer.Private.start();
  final TcpProxy proxy = TcpProxy.to(redis.address());
  final RedisBus bus;
  final Chronicle chronicle;
  final Traffic traffic;
  private final Correspondence post;
  final Fleet fleet;
  final Random random;
  private final Path folder;
  private final List<ProjectId> bodies;

  private Field(Path folder, List<ProjectId> bodies, long seed, boolean rough) throws IOException {
    this.folder = folder;
    this.bodies = bodies;
    this.random = new Random(seed);
    Path home = Files.createDirectories(folder.resolve("home"));
    for (ProjectId id : Stream.concat(bodies.stream(), Stream.of(TRAINEE)).toList()) {
      if (redis.as(new Account.Body(id)).username().isPresent()) {
        Files.writeString(home.resolve(Crew.DIVIDED), "");
      }
    }
    this.fleet =
        rough
            ? Fleet.in(folder, proxy.address(), SHORT_LEASE)
            : Fleet.in(folder, redis.address(), RedisBus.LEASE_TTL);
    keepsWhatItSaid();
    redis.call("FLUSHALL");
    this.bus = RedisBus.connect(redis.as(new Account.Operator()));
    this.chronicle = new Chronicle(bus.observer().events()).start();
    this.post =
        new Correspondence(
            redis::call, bus.observer().deadLetters(), () -> chronicle.since(forgotten));
    this.traffic = new Traffic(bus, chronicle, bodies, new Random(seed + 1), post::sent);
  }

  static Field of(Path folder, List<String> ids) throws IOException {
    return of(folder, ids, false);
  }

  /** One whose network can be as bad as networks are, and whose leases are short. */
  static Field rough(Path folder, List<String> ids) throws IOException {
    return of(folder, ids, true);
  }

  private static Field of(Path folder, List<String> ids, boolean rough) throws IOException {
    long seed = Long.getLong("aether.seed", System.nanoTime());
    System.out.println("fleet: -Daether.seed=" + seed);
    return new Field(folder, ids.stream().map(ProjectId::new).toList(), seed, rough);
  }

  String[] ids() {
    return bodies.stream().map(ProjectId::value).toArray(String[]::new);
  }

  /** Gives an order to the bus; while that is away, waits for it. */
  void insist(Runnable order) {
    while (true) {
      try {
        order.run();
        return;
      } catch (BusException.Unavailable e) {
        LockSupport.parkNanos(50_000_000);
      }
    }
  }

  /** Whether nothing that was sent waits for its end. */
  boolean isDrained() {
    return unsettled() == 0;
  }

  long unsettled() {
    return bodies.stream().mapToLong(id -> length(Keys.inbox(id))).sum();
  }

  void until(String what, Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as(() -> what + "; " + unsettled() + " left; " + fleet.errors())
          .isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** Audits everything; nothing may run any more. */
  void audit() throws IOException {
    nobodyWasRefused();
    chronicle.read();
    Map<ProjectId, List<Ledger.Line>> ledgers = new HashMap<>();
    for (ProjectId id : bodies) {
      Path home = fleet.home().resolve("ledger");
      ledgers.put(id, FileLedger.at(home, id, InstantSource.system()).lines());
    }
    Set<ProjectId> audited = Set.copyOf(bodies);
    new Auditor(
            new Evidence(
                post.retold(audited),
                new RunNotes(fleet.home().resolve("runs"), traffic.sent()).read(fleet.log()),
                new Evidence.Bodies(audited, Set.of(), Crew.ATTEMPTS),
                new Evidence.Purse(ledgers, Crew.ASIDE),
                processes()))
        .audit();
  }

  /** Processes that work in the folder of the fleet, or below. */
  private List<Long> processes() {
    return ProcessHandle.allProcesses().map(ProcessHandle::pid).filter(this::worksHere).toList();
  }

  private boolean worksHere(long pid) {
    try {
      return Path.of("/proc", Long.toString(pid), "cwd").toRealPath().startsWith(folder);
    } catch (IOException e) {
      return false;
    }
  }

  /** Lets Redis forget everything, which is at rest; returns when all are there again. */
  void forget() throws IOException {
    chronicle.read();
    post.emptied();
    forgotten = chronicle.all().size();
    Files.writeString(
        fleet.home().resolve("runs"),
        RunNotes.FORGOTTEN + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    redis.call("FLUSHALL");
    traffic.register();
    until(
        "all are registered again",
        Duration.ofSeconds(30),
        () -> Long.valueOf(bodies.size() + 1).equals(redis.call("HLEN", Keys.REGISTRY)));
    LockSupport.parkNanos(Duration.ofSeconds(2).toNanos()); // who is here is known for a second
  }

  /** Kills Redis without warning, and starts it with what it had written: all that it had said. */
  void restartRedis() {
    nobodyWasRefused();
    redis.kill9();
    long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (!isBack()) {
      assertThat(System.nanoTime()).as("Redis is back").isLessThan(deadline);
    }
    keepsWhatItSaid();
  }

  /** Every component is a user with no more than its rights; what they lack is told by Redis. */
  private void nobodyWasRefused() {
    assertThat(Users.refused(redis::call)).as("what Redis has refused").isEmpty();
  }

  /** A busy machine may need longer than a start is given to read what Redis had written. */
  private boolean isBack() {
    try {
      redis.restart();
      return true;
    } catch (LocalRedisException e) {
      return false;
    }
  }

  /**
   * With {@code everysec} Redis may answer before it writes, while the disk is busy; a kill could
   * make it forget then what the audit counts.
   */
  private void keepsWhatItSaid() {
    redis.call("CONFIG", "SET", "appendfsync", "always");
  }

  /** Redis has no memory left for a while. */
  void full(Duration time) {
    redis.call("CONFIG", "SET", "maxmemory", "1mb");
    LockSupport.parkNanos(time.toNanos());
    redis.call("CONFIG", "SET", "maxmemory", "0");
  }

  /** Redis cannot save to its disk for a while. */
  void unsaved(Duration time) throws IOException {
    List<?> dir = (List<?>) redis.call("CONFIG", "GET", "dir");
    Path dump = Path.of(String.valueOf(dir.get(1)), "dump.rdb");
    Files.deleteIfExists(dump);
    Path inTheWay = Files.createDirectories(dump.resolve("in-the-way"));
    redis.call("CONFIG", "SET", "save", "3600 1");
    redis.call("BGSAVE");
    LockSupport.parkNanos(time.toNanos());
    redis.call("CONFIG", "SET", "save", "");
    Files.delete(inTheWay);
    Files.delete(dump);
  }

  /** Nothing comes through for a while, and no connection says so. */
  void halfOpen(Duration time) {
    proxy.swallow();
    LockSupport.parkNanos(time.toNanos());
    proxy.mend();
  }

  private volatile int forgotten;
  private long garbage;

  /** Puts an entry in an inbox that is no message. */
  void garbage() {
    ProjectId victim = bodies.get(random.nextInt(bodies.size()));
    String data = "{\"half\": " + garbage++;
    Object id = redis.call("XADD", Keys.inbox(victim), "*", "data", data);
    post.raw(victim, String.valueOf(id), Map.of("data", data));
  }

  private long length(String stream) {
    return redis.call("XLEN", stream) instanceof Long length ? length : 0;
  }

  @Override
  public void close() {
    chronicle.close();
    proxy.close();
    bus.close();
    redis.close();
  }
}
