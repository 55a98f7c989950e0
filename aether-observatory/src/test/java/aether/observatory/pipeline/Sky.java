package aether.observatory.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.bus.BusException;
import aether.bus.write.Lease;
import aether.config.Waves;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Extinction;
import aether.identity.Identity;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.audit.Auditor;
import aether.observatory.audit.Evidence;
import aether.observatory.audit.RunLedger;
import aether.observatory.turn.AgentRunner;
import aether.testkit.HandClock;
import aether.testkit.SequentialIds;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A whole small bus, with Bodies whose agents are scripted and a clock driven by hand. */
final class Sky implements AutoCloseable {
  static final ProjectId A = new ProjectId("alpha");
  static final ProjectId B = new ProjectId("beta");
  static final ProjectId C = new ProjectId("gamma");

  private static final int PARALLEL = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Observatory.Timing TIMING =
      new Observatory.Timing(
          Duration.ofSeconds(30),
          Duration.ofMillis(50),
          Duration.ofSeconds(2),
          Duration.ofMillis(1),
          Duration.ZERO,
          Duration.ofMillis(20));

  /** Ceilings on spending that no test of anything else meets. */
  static final Limits LIMITS =
      Limits.DEFAULT.withCeilings(
          new Ceilings(
              BigDecimal.ONE,
              new Ceilings.Conversation(10_000, new BigDecimal(10_000)),
              10_000,
              new Ceilings.Daily(10_000, 10_000, new BigDecimal(10_000)),
              new BigDecimal(10_000)));

  final HandClock clock;
  final SkyBus bus;
  private final Pause pause;

  /** What the Bodies that come online from now on are stopped by. */
  StopSign stopSign = StopSign.never();

  /** Where the Bodies that come online from now on say what they spend. */
  Function<ProjectId, Ledger> ledgers = this::disk;

  /** What the Bodies that come online from now on make of signatures. */
  Function<ProjectId, Identity> identities = _ -> Identity.NONE;

  private final SequentialIds ids = new SequentialIds();
  private final Map<ProjectId, Started> running = new HashMap<>();
  private final Map<ProjectId, Ledger> disks = new HashMap<>();
  private int starts;

  private final RunLedger runs;
  private final Map<ProjectId, Set<Ledger>> books = new HashMap<>();
  private final Set<ProjectId> thinkers = new HashSet<>();

  /** A Body that is online, under which token, and who watches it. */
  private record Started(Observatory observatory, Lease.Owner owner, Witness witness) {}

  Sky(HandClock clock, SkyBus bus) {
    this(clock, bus, _ -> {});
  }

  /** One whose Bodies really wait before they try again. */
  Sky(HandClock clock, SkyBus bus, Pause pause) {
    this.clock = clock;
    this.bus = bus;
    this.pause = pause;
    this.runs = bus.runs();
  }

  /** The one disk of a Body's host. */
  private Ledger disk(ProjectId id) {
    return disks.computeIfAbsent(id, _ -> new MemoryLedger());
  }

  /** Brings a Body online. */
  Observatory online(ProjectId id, AgentRunner runner) {
    return online(id, runner, settings -> settings);
  }

  Observatory online(ProjectId id, AgentRunner runner, UnaryOperator<BodySettings> change) {
    return online(id, runner, change, PARALLEL);
  }

  /** Brings a Body online that runs {@code parallel} turns at the same time. */
  Observatory online(
      ProjectId id, AgentRunner runner, UnaryOperator<BodySettings> change, int parallel) {
    Started started = launch(id, runner, change, parallel);
    assertThat(started.observatory().start(false)).isEmpty();
    return started.observatory();
  }

  /**
   * Brings a Body online in a process that may end in the middle of it.
   *
   * @throws aether.bus.BusException when it has ended before it was online
   */
  void online(ProjectId id, AgentRunner runner, Doom doom) {
    Started started = launch(id, runner, settings -> settings, PARALLEL);
    doom.watchedBy(started.witness());
    assertThat(started.observatory().start(false)).isEmpty();
  }

  private Started launch(
      ProjectId id, AgentRunner runner, UnaryOperator<BodySettings> change, int parallel) {
    Lease.Owner owner = owner();
    Witness witness = new Witness(runs, id, owner.token());
    Observatory observatory = observatory(id, owner, witness, runner, change, parallel);
    Started started = new Started(observatory, owner, witness);
    running.put(id, started);
    return started;
  }

  /** A Body's process is no more. @return who clears away what is left of it here */
  Thread crashed(ProjectId id) {
    Optional<Started> gone = Optional.ofNullable(running.remove(id));
    gone.ifPresent(started -> started.witness().died());
    return Thread.ofVirtual()
        .start(() ->
            gone.ifPresent(started -> {
              started.observatory().close();
              bus.left(started.owner());
            }));
  }

  /** A Body's Observatory that has not been started. */
  Observatory observatory(ProjectId id, AgentRunner runner) {
    Lease.Owner owner = owner();
    Witness witness = new Witness(runs, id, owner.token());
    return observatory(id, owner, witness, runner, settings -> settings, PARALLEL);
  }

  private Observatory observatory(
      ProjectId id,
      Lease.Owner owner,
      Witness witness,
      AgentRunner runner,
      UnaryOperator<BodySettings> change,
      int parallel) {
    BodySettings settings =
        change.apply(
            new BodySettings(described(id), Path.of("."), LIMITS, Waves.NOTE, Set.of(), false));
    Ledger ledger = ledgers.apply(id);
    books.computeIfAbsent(id, _ -> Collections.newSetFromMap(new IdentityHashMap<>())).add(ledger);
    if (settings.waves() == Waves.THINK) {
      thinkers.add(id);
    }
    Ports ports =
        watched(bus.ports(id, owner, TIMING, stopSign, ledger), witness).with(identities.apply(id));
    return new Observatory(
        settings, ports, owner, witness.runner(runner), parallel, TIMING, clock, pause);
  }

  private Lease.Owner owner() {
    return new Lease.Owner("start-" + ++starts, "test-host", 4_000 + starts, clock.instant());
  }

  /** Registers a Body that is not online. */
  void registered(ProjectId id) {
    bus.registrar().register(described(id), false);
  }

  private static Body described(ProjectId id) {
    return new Body(id, id + " of the test sky", List.of());
  }

  void offline(ProjectId id) {
    Optional.ofNullable(running.remove(id))
        .ifPresent(started -> {
          started.observatory().close();
          started.witness().closed();
          bus.left(started.owner());
        });
  }

  /** A new conversation's first message, put on the bus. */
  Envelope send(ProjectId from, ProjectId to, String text) {
    return send(from, new Recipient.Project(to), text, 8);
  }

  Envelope send(ProjectId from, Recipient to, String text, int maxHops) {
    Envelope envelope = compose(from, to, text, maxHops);
    bus.outbox().send(envelope, List.of());
    return envelope;
  }

  Envelope compose(ProjectId from, Recipient to, String text, int maxHops) {
    return Envelope.origin(
        MessageId.of(ids.next()),
        ConversationId.of(ids.next()),
        from,
        to,
        maxHops,
        clock.instant(),
        new Content(Intent.ASK, text));
  }

  /** Another message of the conversation of {@code first}. */
  Envelope follow(Envelope first, String text) {
    Envelope next =
        new Envelope(
            MessageId.of(ids.next()),
            first.conversation(),
            first.from(),
            first.to(),
            Optional.empty(),
            first.hops(),
            first.createdAt(),
            new Content(Intent.ASK, text));
    bus.outbox().send(next, List.of());
    return next;
  }

  /** Waits until {@code condition} holds; real time, but bounded and as short as it can be. */
  void until(String what, BooleanSupplier condition) {
    until(what, condition, PATIENCE);
  }

  void until(String what, BooleanSupplier condition, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as(() -> "waited for: " + what + "\n" + String.join("\n", kinds()))
          .isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Waits until every running Body has nothing to do and nothing waits for it. */
  void quiet() {
    until("quiet", this::isQuiet);
  }

  /** As {@link #quiet()}, for agents that take their time. */
  void quiet(Duration patience) {
    until("quiet", this::isQuiet, patience);
  }

  /** Bodies are looked at one after the other: only if nothing happened meanwhile is it true. */
  private boolean isQuiet() {
    try {
      String end = bus.end();
      return running.keySet().stream().allMatch(this::isAtRest) && bus.end().equals(end);
    } catch (BusException.Unavailable e) {
      return false; // a bus that is away, or just back, is not quiet
    }
  }

  /** Whether a Body that is running has nothing to do and nothing waits for it. */
  boolean isAtRest(ProjectId id) {
    return bus.queued(id) == 0
        && bus.unreadWaves(id) == 0
        && Optional.ofNullable(running.get(id)).orElseThrow().observatory().isIdle();
  }

  List<Event> events() {
    return bus.events();
  }

  /** Audits all Bodies that were ever online; they are at rest. */
  Auditor auditor() {
    running.values().forEach(started -> started.witness().closed());
    Map<ProjectId, List<Ledger.Line>> lines = new HashMap<>();
    books.forEach(
        (id, its) -> lines.put(id, its.stream().flatMap(one -> one.lines().stream()).toList()));
    return new Auditor(
        new Evidence(
            bus.audited(books.keySet()),
            runs,
            new Evidence.Bodies(books.keySet(), thinkers, LIMITS.maxAttempts()),
            new Evidence.Purse(lines, LIMITS.ceilings().turnUsd()),
            List.of()));
  }

  private static Ports watched(Ports ports, Witness witness) {
    return new Ports(
        ports.inbox(),
        witness.log(ports.log()),
        ports.lease(),
        ports.heartbeat(),
        ports.registrar(),
        ports.journal(),
        ports.directory(),
        ports.liveness(),
        ports.control(),
        ports.stopSign(),
        ports.ledger(),
        ports.outbound());
  }

  /** Every event as {@code kind:detail}, for failure messages and for exact comparison. */
  List<String> kinds() {
    return events().stream().map(Sky::kind).toList();
  }

  private static String kind(Event event) {
    return switch (event) {
      case Event.MessageSent(Envelope e, _) ->
          "message " + e.from() + "→" + e.to().address() + " hop " + e.hops().count();
      case Event.ProcessingStarted started -> "start " + started.project();
      case Event.ProcessingDone done ->
          "done " + done.project() + done.reason().map(reason -> " " + reason).orElse("");
      case Event.Extinguished extinguished ->
          "extinct " + EventCodec.canonicalReason(extinguished.why());
      case Event.Progress progress -> "progress " + progress.project();
      case Event.Operated operated -> "operated " + EventCodec.wireName(operated.action());
      case Event.BusEpochChanged changed -> "epoch " + changed.project();
      case Event.Unrecognised unrecognised -> "unrecognised " + unrecognised.raw();
    };
  }

  /** The kinds without milestones. */
  List<String> story() {
    return kinds().stream().filter(kind -> !kind.startsWith("progress")).toList();
  }

  List<Envelope> messages() {
    return events().stream()
        .flatMap(event ->
            event instanceof Event.MessageSent(Envelope envelope, _)
                ? Stream.of(envelope)
                : Stream.of())
        .toList();
  }

  List<Extinction> extinctions() {
    return events().stream()
        .flatMap(event ->
            event instanceof Event.Extinguished extinguished
                ? Stream.of(extinguished.why())
                : Stream.of())
        .toList();
  }

  List<Event.ProcessingDone> done() {
    return events().stream()
        .flatMap(
            event -> event instanceof Event.ProcessingDone done ? Stream.of(done) : Stream.of())
        .toList();
  }

  @Override
  public void close() {
    List.copyOf(running.keySet()).forEach(this::offline);
    bus.close();
  }
}
