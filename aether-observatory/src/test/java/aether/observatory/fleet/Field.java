package aether.observatory.fleet;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.BusException;
import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.ProjectId;
import aether.observatory.ledger.FileLedger;
import aether.observatory.pipeline.Ledger;
import aether.redis.Keys;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A Redis of one's own with a fleet, its traffic, and what is known of both. */
final class Field implements AutoCloseable {
  final RedisServer.Private redis = RedisServer.Private.start();
  final RedisBus bus;
  final Chronicle chronicle;
  final Traffic traffic;
  final Fleet fleet;
  final Random random;
  private final Path folder;
  private final List<ProjectId> bodies;

  private Field(Path folder, List<ProjectId> bodies, long seed) throws IOException {
    this.folder = folder;
    this.bodies = bodies;
    this.random = new Random(seed);
    this.fleet = Fleet.in(folder, redis.address());
    redis.call("FLUSHALL");
    this.bus = RedisBus.connect(redis.address());
    this.chronicle = new Chronicle(bus.observer().events()).start();
    this.traffic = new Traffic(bus, chronicle, bodies, new Random(seed + 1));
  }

  static Field of(Path folder, List<String> ids) throws IOException {
    long seed = Long.getLong("aether.seed", System.nanoTime());
    System.out.println("fleet: -Daether.seed=" + seed);
    return new Field(folder, ids.stream().map(ProjectId::new).toList(), seed);
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
  void audit(int crashes) throws IOException {
    chronicle.read();
    long dead = bodies.stream().mapToLong(id -> length(Keys.dead(id))).sum();
    List<Ledger.Line> ledgers =
        bodies.stream()
            .flatMap(id ->
                FileLedger.at(fleet.home().resolve("ledger"), id, InstantSource.system())
                    .lines()
                    .stream())
            .toList();
    FieldAuditor auditor =
        new FieldAuditor(
            new FieldAuditor.Evidence(
                traffic.sent(),
                notes("s"),
                notes("e"),
                notes("h").values().stream().mapToLong(Long::longValue).sum(),
                replies(),
                new FieldAuditor.Left(unsettled(), dead - garbage),
                ledgers,
                chronicle.all(),
                crashes));
    assertThat(auditor.complaints()).as("seed of this run is printed above").isEmpty();
    assertThat(FieldAuditor.processesIn(folder)).as("no child is left").isEmpty();
  }

  private long garbage;

  /** Puts an entry in an inbox that is no message. */
  void garbage() {
    ProjectId victim = bodies.get(random.nextInt(bodies.size()));
    redis.call("XADD", Keys.inbox(victim), "*", "data", "{\"half\": " + garbage);
    garbage++;
  }

  private long length(String stream) {
    return redis.call("XLEN", stream) instanceof Long length ? length : 0;
  }

  /** How often the agents noted {@code what} for each message. */
  private Map<Integer, Long> notes(String what) throws IOException {
    Path runs = fleet.home().resolve("runs");
    if (!Files.exists(runs)) {
      return Map.of();
    }
    try (Stream<String> lines = Files.lines(runs)) {
      return lines
          .filter(line -> line.startsWith(what + " "))
          .map(line -> Integer.valueOf(line.substring(2).strip()))
          .collect(groupingBy(number -> number, counting()));
    }
  }

  private List<Envelope> replies() {
    return redis.call("XRANGE", Keys.inbox(Traffic.ASKER), "-", "+") instanceof List<?> entries
        ? entries.stream()
            .map(entry -> (List<?>) ((List<?>) entry).get(1))
            .map(fields -> EnvelopeCodec.decode(String.valueOf(fields.get(1))))
            .flatMap(decoded ->
                decoded instanceof Decoded.Valid(Envelope envelope)
                    ? Stream.of(envelope)
                    : Stream.of())
            .toList()
        : List.of();
  }

  @Override
  public void close() {
    chronicle.close();
    bus.close();
    redis.close();
  }
}
