package aether.observatory;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.bus.EventLog;
import aether.bus.Presence;
import aether.bus.Recorded;
import aether.config.Account;
import aether.config.BusAddress;
import aether.event.Event;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.audit.Auditor;
import aether.observatory.audit.Correspondence;
import aether.observatory.audit.Evidence;
import aether.observatory.audit.RawRedis;
import aether.observatory.audit.RunLedger;
import aether.observatory.ledger.FileLedger;
import aether.observatory.pipeline.Ledger;
import aether.observatory.pipeline.Limits;
import aether.redis.Keys;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import aether.testkit.Users;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A bus with a star chart of two Bodies, and the Observatories that a test starts there as
 * processes.
 */
final class Scene implements AutoCloseable {
  static final ProjectId ALPHA = new ProjectId("alpha");
  static final ProjectId BETA = new ProjectId("beta");
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

  private final Path temp;
  private final RedisServer redis;
  private final RedisBus bus;
  private final StandIn claude;
  private final List<ObservatoryProcess> started = new ArrayList<>();
  private final Correspondence post;

  private Scene(Path temp, RedisServer redis, RedisBus bus, StandIn claude) {
    this.temp = temp;
    this.redis = redis;
    this.bus = bus;
    this.claude = claude;
    this.post =
        new Correspondence(
            redis::call,
            bus.observer().deadLetters(),
            () -> bus.observer().events().after(EventLog.START, 1_000));
  }

  /** What became of a run. */
  enum Fate {
    ANSWERED,
    /** A human has ended it. */
    ENDED,
    /** Its Observatory was told to stop, and has handed it back. */
    HANDED_BACK,
    /** Its Observatory was killed. */
    CUT_SHORT,
    /** It ended while its Observatory slept, and another has taken over meanwhile. */
    RELIEVED
  }

  /** Audits the runs of beta for {@code question}, which were as many as there are fates. */
  void audit(Envelope question, Fate... fates) {
    assertThat(claude.runs()).as("runs").hasSize(fates.length);
    RunLedger runs = new RunLedger(() -> 0, () -> 0);
    for (Fate fate : fates) {
      RunLedger.Visit visit =
          runs.begin("run " + claude.runs(), Optional.of(RunLedger.Message.of(BETA, question)));
      RunLedger.Start start = runs.start(BETA, question, visit);
      switch (fate) {
        case ANSWERED, RELIEVED -> start.ended(RunLedger.Answer.REPLY, new BigDecimal("0.01"));
        case HANDED_BACK -> start.handedBack();
        case ENDED, CUT_SHORT -> {}
      }
      if (fate != Fate.CUT_SHORT && fate != Fate.RELIEVED) {
        runs.survived(visit);
      }
    }
    Ledger ledger = FileLedger.at(temp.resolve("home/ledger"), BETA, InstantSource.system());
    new Auditor(
            new Evidence(
                post.retold(Set.of(BETA)),
                runs,
                new Evidence.Bodies(Set.of(BETA), Set.of(), Limits.DEFAULT.maxAttempts()),
                new Evidence.Purse(
                    Map.of(BETA, ledger.lines()), Limits.DEFAULT.ceilings().turnUsd()),
                claude.living()))
        .audit();
  }

  /** Makes one whose files are in {@code temp}. */
  static Scene set(Path temp, RedisServer redis) throws IOException {
    Path alpha = Files.createDirectories(temp.resolve("alpha"));
    Path beta = Files.createDirectories(temp.resolve("beta"));
    Files.createDirectories(temp.resolve("home"));
    Files.writeString(
        temp.resolve("home").resolve("constellation.yaml"),
        """
        bodies:
          alpha:
            description: asks
            working_dir: %s
          beta:
            description: answers
            working_dir: %s
        """
            .formatted(alpha, beta));
    return new Scene(
        temp,
        redis,
        RedisBus.connect(redis.address()),
        StandIn.answering(temp.resolve("beta-claude"), "The field is `order_id`."));
  }

  RedisBus bus() {
    return bus;
  }

  /** The agent of beta. */
  StandIn claude() {
    return claude;
  }

  @Override
  public void close() {
    started.forEach(ObservatoryProcess::close);
    claude.concludes();
    bus.close();
  }

  ObservatoryProcess beta(String... flags) {
    return start("beta", claude.executable().toString(), redis.address(), flags);
  }

  /** Starts that of {@code id}, which enters as its own user where no password is given. */
  ObservatoryProcess start(String id, String executable, BusAddress address, String... flags) {
    List<String> arguments = Stream.concat(Stream.of(id), Stream.of(flags)).toList();
    ObservatoryProcess process =
        ObservatoryProcess.start(temp.resolve("home"), executable, own(id, address), arguments);
    started.add(process);
    return process;
  }

  /** Starts that of {@code id} with beta's agent by way of the command {@code within}. */
  ObservatoryProcess within(List<String> within, String id, String... flags) {
    List<String> arguments = Stream.concat(Stream.of(id), Stream.of(flags)).toList();
    ObservatoryProcess process =
        ObservatoryProcess.start(
            within,
            temp.resolve("home"),
            claude.executable().toString(),
            own(id, redis.address()),
            arguments);
    started.add(process);
    return process;
  }

  private BusAddress own(String id, BusAddress address) {
    return address.password().isPresent()
        ? address
        : Users.through(address, redis.as(new Account.Body(new ProjectId(id))));
  }

  void online(ObservatoryProcess process) {
    until("it is online; it said " + process.errors(), process::isOnline);
  }

  Envelope ask(String text) {
    Envelope question =
        Envelope.origin(
            MessageId.of(UUID.randomUUID()),
            ConversationId.of(UUID.randomUUID()),
            ALPHA,
            new Recipient.Project(BETA),
            8,
            Instant.now(),
            new Content(Intent.ASK, text));
    if (redis.call("HEXISTS", Keys.REGISTRY, ALPHA.value()).equals(0L)) {
      bus.registrar().register(new Body(ALPHA, "asks", List.of()), false);
    }
    bus.outbox().send(question, List.of());
    post.sent(question);
    return question;
  }

  List<Event> events() {
    return bus.observer().events().after(EventLog.START, 1_000).stream()
        .map(Recorded::event)
        .toList();
  }

  List<Envelope> messages() {
    return events().stream()
        .flatMap(event ->
            event instanceof Event.MessageSent(Envelope envelope, _)
                ? Stream.of(envelope)
                : Stream.of())
        .toList();
  }

  List<Event.ProcessingDone> done() {
    return events().stream()
        .flatMap(
            event -> event instanceof Event.ProcessingDone done ? Stream.of(done) : Stream.of())
        .toList();
  }

  Presence presence() {
    return bus.observer()
        .liveness()
        .presence(List.of(BETA))
        .getOrDefault(BETA, new Presence.Offline());
  }

  long pending() {
    return redis.call("XPENDING", Keys.inbox(BETA), Keys.group(BETA)) instanceof List<?> summary
        ? (Long) summary.getFirst()
        : -1;
  }

  long unread() {
    return ((RawRedis) redis::call).unread(BETA).size();
  }

  String blockedClients() {
    return String.valueOf(redis.call("INFO", "clients"))
        .lines()
        .filter(line -> line.startsWith("blocked_clients:"))
        .map(line -> line.substring("blocked_clients:".length()).strip())
        .findFirst()
        .orElse("unknown");
  }

  void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as(() ->
              "waited for: "
                  + what
                  + "\n"
                  + started.stream().map(each -> String.join("\n", each.errors())).toList())
          .isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }
}
