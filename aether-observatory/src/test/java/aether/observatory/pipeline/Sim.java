package aether.observatory.pipeline;

import aether.bus.Body;
import aether.bus.BusException;
import aether.bus.write.Lease;
import aether.bus.write.ProcessingLog;
import aether.config.Waves;
import aether.event.TurnUsage;
import aether.identity.Identity;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.observatory.audit.AuditedBus;
import aether.observatory.audit.Auditor;
import aether.observatory.audit.Evidence;
import aether.observatory.audit.RunLedger;
import aether.observatory.audit.RunLedger.Answer;
import aether.observatory.outbound.Outbound;
import aether.observatory.pipeline.Nemesis.Crash;
import aether.observatory.pipeline.Nemesis.Moment;
import aether.observatory.turn.AgentRunner;
import aether.observatory.turn.Run;
import aether.observatory.turn.RunResult;
import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Observatories on one thread: who does what next is decided by the caller, what goes wrong by a
 * {@link Nemesis}. A turn may be worked on while another one's agent runs, so that turns overlap as
 * they do on real threads. Nothing in it depends on anything but its arguments.
 */
final class Sim {
  private static final Duration LEASE = Duration.ofMillis(5);
  static final Duration PROBE = Duration.ofMillis(10);
  private static final int PARALLEL = 8;
  private static final BigDecimal PRICE = new BigDecimal("0.01");
  private static final String MARK = "m0123456789abcdef0123456789abcdef";

  /** What an agent makes of a run, and which answer that is. */
  record Said(RunResult result, Answer answer) {}

  /** Plays the agent of a Body. */
  @FunctionalInterface
  interface Script {
    Said play(ProjectId body, Envelope message, Run run);
  }

  /** A fault put into the daemon on purpose: the ports as a faulty one would use them. */
  @FunctionalInterface
  interface Mutation {
    Mutation NONE = (_, ports, _) -> ports;

    Ports of(Sim sim, Ports ports, ProjectId body);
  }

  /** A process at work, and the message it works on. */
  private record Frame(Incarnation process, Optional<Envelope> message, RunLedger.Visit visit) {}

  /** Something a process does that may be its last. */
  @FunctionalInterface
  private interface Deed {
    void go() throws InterruptedException;
  }

  final HandClock clock = new HandClock();
  final InMemoryBus bus = new InMemoryBus(clock);
  final RunLedger ledger = RunLedger.on(bus);
  private final Map<ProjectId, BodySettings> bodies = new TreeMap<>();
  private final Map<ProjectId, Incarnation> processes = new TreeMap<>();
  private final Map<ProjectId, Lease.Owner> owners = new TreeMap<>();
  private final Map<ProjectId, Ledger> disks = new TreeMap<>();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final Script script;
  private final Mutation mutation;
  private Nemesis nemesis = (_, _) -> {};
  private Instant latest;
  private Instant probeAt;
  private Instant flushedAt;
  private int starts;
  private int marks;
  private int purses;

  Sim(Script script, Mutation mutation) {
    this.script = script;
    this.mutation = mutation;
    this.latest = clock.instant();
    this.probeAt = clock.instant();
    this.flushedAt = clock.instant().minus(Duration.ofDays(1));
    bus.beforeCommand(command -> strike(Moment.BEFORE, command));
    bus.afterCommand(command -> strike(Moment.AFTER, command));
  }

  void add(BodySettings settings) {
    bodies.put(settings.id(), settings);
  }

  static BodySettings settings(ProjectId id, Limits limits, Waves waves) {
    Body body = new Body(id, id + " of the test sky", List.of());
    return new BodySettings(body, Path.of("."), limits, waves, Set.of(), false);
  }

  Set<ProjectId> bodies() {
    return bodies.keySet();
  }

  void haunt(Nemesis by) {
    nemesis = by;
  }

  /** How many processes are at work, one inside the other. */
  int depth() {
    return frames.size();
  }

  /** The Body at work. */
  ProjectId atWork() {
    return frames.getFirst().process().id;
  }

  /** The message at work, if there is one. */
  Optional<Envelope> message() {
    return Optional.ofNullable(frames.peekFirst()).flatMap(Frame::message);
  }

  /** Who owns a Body now. */
  Optional<Lease.Owner> owner(ProjectId body) {
    return Optional.ofNullable(owners.get(body));
  }

  Optional<Incarnation> process(ProjectId body) {
    return Optional.ofNullable(processes.get(body)).filter(process -> !process.isDead());
  }

  /** Starts a new process for a Body; one that is at work is fenced from here on. */
  void start(ProjectId body) throws InterruptedException {
    clock.set(latest);
    pass(LEASE);
    Lease.Owner owner =
        new Lease.Owner("start-" + ++starts, "test-host", 4_000 + starts, clock.instant());
    owners.put(body, owner);
    Incarnation process = incarnation(bodies.get(body), owner);
    processes.put(body, process);
    within(
        process,
        Optional.empty(),
        () -> {
          try {
            process.start();
          } catch (BusException.Unavailable e) {
            process.die();
          }
        });
  }

  /** Ends the process of a Body as by {@code kill -9}, unless it is at work. */
  void kill(ProjectId body) {
    process(body)
        .filter(process -> frames.stream().noneMatch(frame -> frame.process() == process))
        .ifPresent(Incarnation::die);
  }

  void read(ProjectId body, int count) throws InterruptedException {
    Optional<Incarnation> process = process(body);
    if (process.isPresent()) {
      within(process.get(), Optional.empty(), () -> process.get().read(count));
    }
  }

  /** Works on one message of a lane. */
  void work(ProjectId body, String lane) throws InterruptedException {
    Optional<Incarnation> process = process(body);
    if (process.isPresent()) {
      awaitProbe(process.get());
      within(process.get(), process.get().first(lane), () -> process.get().work(lane));
    }
  }

  /** Lets time pass, or has the clock set back, but not behind a flush: ids are not given twice. */
  void pass(Duration time) {
    Instant then = clock.instant().plus(time);
    Instant now = then.isAfter(flushedAt) ? then : flushedAt;
    clock.set(now);
    latest = now.isAfter(latest) ? now : latest;
  }

  /** Loses everything on the bus; the clock is beyond every id ever given. */
  void flush() {
    clock.set(latest.plusMillis(1));
    latest = clock.instant();
    flushedAt = latest;
    bus.flushAll();
  }

  /** An agent refuses to run before {@code at}. */
  void probeAt(Instant at) {
    probeAt = at.isAfter(probeAt) ? at : probeAt;
  }

  /** Lets every Body finish what is there, with nothing going wrong. @return whether it did */
  boolean drain(int rounds) throws InterruptedException {
    nemesis = (_, _) -> {};
    return go(rounds);
  }

  /** Lets every Body work in turn until nothing is left. @return whether nothing is */
  boolean go(int rounds) throws InterruptedException {
    for (int round = 0; round < rounds; round++) {
      if (round > 0 && isQuiet()) {
        return true;
      }
      for (ProjectId body : bodies.keySet()) {
        if (process(body).isEmpty()) {
          start(body);
        }
        read(body, Integer.MAX_VALUE);
        for (String lane : process(body).map(Incarnation::ready).orElse(List.of())) {
          work(body, lane);
        }
      }
    }
    return false;
  }

  private boolean isQuiet() {
    return bodies.keySet().stream()
        .allMatch(body ->
            process(body).filter(Incarnation::isIdle).isPresent()
                && bus.unread(body).isEmpty()
                && bus.pending(body).isEmpty()
                && bus.unreadWaves(body) == 0);
  }

  Auditor auditor(Set<ProjectId> thinkers) {
    Limits limits = bodies.values().iterator().next().limits();
    Map<ProjectId, List<Ledger.Line>> lines = new HashMap<>();
    disks.forEach((body, disk) -> lines.put(body, disk.lines()));
    return new Auditor(
        new Evidence(
            AuditedBus.of(bus),
            ledger,
            new Evidence.Bodies(Set.copyOf(bodies.keySet()), thinkers, limits.maxAttempts()),
            new Evidence.Purse(lines, limits.ceilings().turnUsd()),
            List.of()));
  }

  private void awaitProbe(Incarnation process) {
    if (process.state().suspension().reason().isPresent()) {
      clock.set(probeAt.isAfter(latest) ? probeAt : latest);
      pass(PROBE);
      pass(PROBE);
    }
  }

  /** Does something in a process and, when that was its end, in all that it was part of. */
  private void within(Incarnation process, Optional<Envelope> message, Deed deed)
      throws InterruptedException {
    RunLedger.Visit visit =
        ledger.begin(process.token(), message.map(each -> RunLedger.Message.of(process.id, each)));
    frames.push(new Frame(process, message, visit));
    try {
      deed.go();
      ledger.survived(visit);
    } catch (BusException.Unavailable e) {
      ledger.survived(visit);
    } catch (ProcessingLog.Fenced | Crash e) {
      process.die();
    } finally {
      frames.pop();
    }
    if (frames.stream().anyMatch(frame -> frame.process().isDead())) {
      throw new Crash();
    }
  }

  private void strike(Moment moment, String command) {
    if (frames.isEmpty()) {
      return;
    }
    try {
      nemesis.strike(moment, command);
    } catch (InterruptedException e) {
      throw new IllegalStateException("only a run is interrupted", e);
    }
    if (moment == Moment.BEFORE && command.equals("look")) {
      frames.getFirst().visit().looked(bus.epoch());
    }
  }

  private RunResult run(Run run) throws InterruptedException {
    Frame frame = frames.getFirst();
    Envelope message = frame.message().orElseThrow();
    RunLedger.Start start = ledger.start(frame.process().id, message, frame.visit());
    nemesis.strike(Moment.RUN, "");
    Said said = script.play(frame.process().id, message, run);
    RunResult result = priced(said.result());
    start.ended(said.answer(), result);
    if (result instanceof RunResult.LimitedUntil(Instant at, _, _)) {
      probeAt(at);
    }
    return result;
  }

  /** What the agent says, and that it has cost something where a script says that it has not. */
  private static RunResult priced(RunResult result) {
    return result instanceof RunResult.Answered(String text, UUID session, TurnUsage usage)
            && usage.costUsd().filter(cost -> cost.signum() == 0).isPresent()
        ? new RunResult.Answered(
            text,
            session,
            new TurnUsage(
                Optional.of(PRICE),
                usage.inputTokens(),
                usage.outputTokens(),
                usage.duration(),
                usage.model()))
        : result;
  }

  private Incarnation incarnation(BodySettings settings, Lease.Owner owner) {
    ProjectId id = settings.id();
    Ports ports =
        mutation.of(
            this,
            new Ports(
                bus.inbox(id),
                bus.processingLog(id, owner),
                bus.lease(id, LEASE),
                bus.heartbeat(id, Duration.ofMinutes(1)),
                bus.registrar(),
                bus.journal(),
                bus,
                bus,
                bus,
                StopSign.never(),
                disks.computeIfAbsent(id, _ -> new MemoryLedger()),
                Outbound.plain()),
            id);
    TurnState state =
        new TurnState(
            new RunningTurns(clock, () -> {}),
            new Suspension(clock, PROBE, StopSign.never()),
            // Of a suspension that nobody waits for: the world has a clock of its own.
            new Breaker(new Suspension(clock, PROBE, StopSign.never())),
            new Loops(ports.ledger(), clock),
            new Roster(bus, bus, Duration.ZERO),
            new WaveNotes(clock),
            new WaveProgress(),
            new Semaphore(PARALLEL),
            Duration.ZERO,
            Outbound.plain(),
            Identity.NONE);
    AgentRunner runner = this::run;
    Budget budget =
        new Budget(
            id, settings.limits().ceilings(), ports.ledger(), clock, () -> "run-" + ++purses);
    Turn turn =
        new Turn(
            settings,
            ports.log(),
            new Agent(runner, ports.log(), budget, settings, clock, StopSign.never()),
            new BudgetGate(budget, ports.journal(), clock, PROBE, _ -> {}),
            state,
            () -> MARK + ++marks,
            clock,
            _ -> {});
    return new Incarnation(settings, owner, ports, state, budget, turn);
  }

  /** Ends the run that goes on in {@code conversation}, as the daemon does that sees it ended. */
  void interrupt(ConversationId conversation) throws InterruptedException {
    frames.getFirst().process().state().running().kill(conversation);
    if (Thread.interrupted()) {
      throw new InterruptedException("ended by the operator");
    }
  }

  /** Does something that is no part of the process at work, so that nothing strikes it. */
  void outside(Runnable deed) {
    Nemesis before = nemesis;
    nemesis = (_, _) -> {};
    try {
      deed.run();
    } finally {
      nemesis = before;
    }
  }

  /** Where everything stands, for a failure message. */
  String standing() {
    return bodies.keySet().stream()
        .map(body -> body + ": unread " + bus.unread(body) + ", pending " + bus.pending(body))
        .collect(Collectors.joining("\n"));
  }
}
