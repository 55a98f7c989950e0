package aether.observatory.fleet;

import aether.bus.Body;
import aether.bus.BusException;
import aether.config.Account;
import aether.config.AetherHome;
import aether.config.BusAddress;
import aether.config.Waves;
import aether.event.TurnUsage;
import aether.message.ProjectId;
import aether.observatory.Station;
import aether.observatory.pipeline.BodySettings;
import aether.observatory.pipeline.Ceilings;
import aether.observatory.pipeline.Limits;
import aether.observatory.pipeline.Observatory;
import aether.observatory.sandbox.Sandbox;
import aether.observatory.turn.AgentRunner;
import aether.observatory.turn.ChildFiles;
import aether.observatory.turn.ClaudeRunner;
import aether.observatory.turn.ClaudeSettings;
import aether.observatory.turn.Housing;
import aether.observatory.turn.Run;
import aether.observatory.turn.RunResult;
import aether.redis.write.RedisBus;
import aether.testkit.Users;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Observatories of several Bodies in one process, each as it is in one of its own, with
 * connections, lease, ledger and threads of its own, to be killed: {@code Crew HOME HOST PORT AGENT
 * ID…}. It says {@code ready}, and obeys {@code go}, {@code stat} and {@code end}; it ends with its
 * input.
 */
final class Crew {
  /** Whether its agent is in the process, with a line on the disk for each start and end. */
  static final String INSIDE = "inside";

  /** The property that says for how many seconds a lease holds. */
  static final String LEASE = "aether.crew.lease";

  /** The file of its home that says, by being there, that each Body enters as its own user. */
  static final String DIVIDED = "divided";

  static final BigDecimal COST = new BigDecimal("0.01");
  static final int ATTEMPTS = 2;

  /** Set aside for a run, in US dollars. */
  static final BigDecimal ASIDE = new BigDecimal("0.50");

  private static final long PID = ProcessHandle.current().pid();

  private static final Limits LIMITS =
      new Limits(
          16,
          1_000_000,
          ATTEMPTS,
          new Ceilings(
              ASIDE,
              new Ceilings.Conversation(1_000_000, new BigDecimal(1_000_000)),
              1_000_000,
              new Ceilings.Daily(1_000_000, 1_000_000, new BigDecimal(1_000_000)),
              new BigDecimal(1_000_000)));
  private static final Observatory.Timing TIMING =
      new Observatory.Timing(
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofMillis(10),
          Duration.ofSeconds(1),
          Duration.ofMillis(500));
  private static final Pattern TAG = Pattern.compile("Question q(\\d+)\\?");
  private static final String REPLY =
      """
      {"reply_needed": true, "to": null, "reply_body": {"intent": "result", "text": "The field is\
       `order_id`."}, "summary": "answered"}\
      """;

  private Crew() {}

  public static void main(String[] args) throws IOException {
    Path home = Path.of(args[0]);
    BusAddress address =
        new BusAddress(
            args[1],
            Integer.parseInt(args[2]),
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    List<Observatory> crew = new ArrayList<>();
    List<RedisBus> buses = new ArrayList<>();
    try (BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String id : List.of(args).subList(4, args.length)) {
        ProjectId body = new ProjectId(id);
        RedisBus bus = connected(entered(address, body, home));
        buses.add(bus);
        crew.add(observatory(bus, home, body, args[3]));
      }
      System.out.println("ready");
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        switch (order) {
          case "go" -> {
            crew.forEach(Crew::start);
            System.out.println("up");
          }
          case "stat" -> System.out.println(heap() + " " + descriptors());
          case "end" -> {
            crew.forEach(Observatory::close);
            buses.forEach(RedisBus::close);
            System.out.println("ended");
            return;
          }
          default -> throw new IllegalArgumentException("no such order: " + order);
        }
      }
    }
    Runtime.getRuntime().halt(1);
  }

  private static BusAddress entered(BusAddress address, ProjectId id, Path home) {
    Account body = new Account.Body(id);
    return Files.exists(home.resolve(DIVIDED))
        ? address.enteredBy(body.user(), Users.password(body))
        : address;
  }

  static Observatory observatory(RedisBus bus, Path home, ProjectId id, String agent) {
    BodySettings settings =
        new BodySettings(
            new Body(id, id + " of the fleet", List.of()),
            home,
            LIMITS,
            Waves.NOTE,
            Set.of(),
            false);
    AetherHome files = new AetherHome(home);
    AgentRunner runner =
        agent.equals(INSIDE) ? inside(home.resolve("runs")) : outside(agent, files, id);
    Station.Host host = Station.Host.of(files, Map.of());
    Duration lease = Duration.ofSeconds(Long.getLong(LEASE, 30));
    return Station.on(bus, settings, runner, 1, TIMING, host.withLease(lease));
  }

  private static RedisBus connected(BusAddress address) {
    while (true) {
      try {
        return RedisBus.connect(address);
      } catch (BusException.Unavailable e) {
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  /** Goes online as soon as nobody else has the Body, and the bus is there. */
  private static void start(Observatory observatory) {
    while (!isOnline(observatory)) {
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static boolean isOnline(Observatory observatory) {
    try {
      return observatory.start(true).isEmpty();
    } catch (BusException.Unavailable e) {
      return false;
    }
  }

  private static AgentRunner outside(String claude, AetherHome home, ProjectId id) {
    ClaudeSettings settings = ClaudeSettings.of(System.getenv()).withCommand(claude);
    Duration wall = Duration.ofSeconds(15); // thirty times what a loaded machine takes
    return new ClaudeRunner(
        settings.withLimits(settings.limits().withTimes(wall, wall, Duration.ofMillis(200))),
        System.getenv(),
        InstantSource.system(),
        UUID::randomUUID,
        new Housing(
            new ChildFiles(home.children().resolve(id.value())), Sandbox.none("not asked for")));
  }

  private static AgentRunner inside(Path runs) {
    return run -> {
      int number = number(run);
      note(runs, "s " + number + " " + PID);
      LockSupport.parkNanos(4_000_000L + 4_000_000L * (number % 5));
      note(runs, "e " + number + " " + PID);
      return new RunResult.Answered(
          REPLY,
          UUID.randomUUID(),
          new TurnUsage(
              Optional.of(COST),
              Optional.of(3L),
              Optional.of(5L),
              Duration.ofMillis(10),
              Optional.of("inside")));
    };
  }

  private static int number(Run run) {
    Matcher tag = TAG.matcher(run.message());
    if (!tag.find()) {
      throw new IllegalArgumentException("a run without a number: " + run.message());
    }
    return Integer.parseInt(tag.group(1));
  }

  /** Adds a line that is on the disk when this returns. */
  private static void note(Path file, String line) {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      int _ = out.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
      out.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long descriptors() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.UnixOperatingSystemMXBean system
        ? system.getOpenFileDescriptorCount()
        : 0;
  }
}
