package aether.observatory.pipeline;

import aether.bus.ControlState;
import aether.bus.Presence;
import aether.bus.write.Lease;
import aether.bus.write.Registrar;
import aether.event.Event;
import aether.message.ConversationId;
import aether.observatory.prompt.Nonces;
import aether.observatory.turn.AgentRunner;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resident daemon of one Body: takes its lease, registers it, beats, reads, and works on what
 * comes in until it is stopped (CONTRACT §5).
 */
public final class Observatory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Observatory.class);

  /**
   * How the daemon keeps time.
   *
   * @param heartbeatTtl after this long without a beat the Body counts as offline
   * @param block how long a read waits for something to arrive
   * @param grace how long running turns may go on when the daemon is stopped
   * @param retryDelay how long a failed message waits before its next run
   * @param rosterFreshness how old the list of Bodies may be
   * @param probeEvery how often a turn is tried while the agent cannot run
   */
  public record Timing(
      Duration heartbeatTtl,
      Duration block,
      Duration grace,
      Duration retryDelay,
      Duration rosterFreshness,
      Duration probeEvery) {
    /** The timing of a daemon that is told nothing else. */
    public static final Timing DEFAULT =
        new Timing(
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30));
  }

  /** Why a daemon did not start. */
  public sealed interface Refusal {
    /** Another process owns the Body. */
    record Owned(Lease.Owner by) implements Refusal {}

    /** Another content is registered under the Body's id. */
    record Conflict(Registrar.Registration.Conflict with) implements Refusal {}
  }

  private static final Duration BUDGET_POLL = Duration.ofSeconds(1);
  private static final Duration CONTROL_POLL = Duration.ofMillis(500);
  private static final Duration STOP_POLL = Duration.ofMillis(250);
  private static final Duration REPAIR_POLL = Duration.ofMillis(500);
  private static final Duration MILESTONE_FLUSH = Duration.ofMillis(100);

  private final BodySettings settings;
  private final Ports ports;
  private final Lease.Owner owner;
  private final Timing timing;
  private final Discretion discretion;
  private final RunningTurns running;
  private final Suspension suspension;
  private final Dispatcher dispatcher;
  private final Readers readers;
  private final List<Ticker> tickers;
  private final Ticker heartbeat;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Optional<String> fatal = Optional.empty();
  private volatile int epoch;
  private boolean started;

  public Observatory(
      BodySettings settings,
      Ports ports,
      Lease.Owner owner,
      AgentRunner runner,
      int maxParallel,
      Timing timing,
      InstantSource clock,
      Pause pause) {
    this.settings = settings;
    this.ports = ports;
    this.owner = owner;
    this.timing = timing;
    this.discretion = new Discretion(settings.workingDir());
    this.running = new RunningTurns(clock, this::presenceChanged);
    this.suspension = new Suspension(clock, timing.probeEvery(), ports.stopSign());
    WaveProgress waves = new WaveProgress();
    TurnState state =
        new TurnState(
            running,
            suspension,
            new Breaker(suspension),
            new Roster(ports.directory(), ports.liveness(), timing.rosterFreshness()),
            new WaveNotes(clock),
            waves,
            new Semaphore(maxParallel, true),
            timing.retryDelay(),
            ports.outbound());
    Budget budget =
        new Budget(
            settings.id(),
            settings.limits().ceilings(),
            ports.ledger(),
            clock,
            () -> UUID.randomUUID().toString());
    Agent agent = new Agent(runner, ports.log(), budget, settings, clock, ports.stopSign());
    BudgetGate gate =
        new BudgetGate(
            budget, ports.journal(), clock, min(timing.probeEvery(), BUDGET_POLL), Pause.real());
    Turn turn =
        new Turn(
            settings,
            ports.log(),
            agent,
            gate,
            state,
            Nonces.from(new SecureRandom()),
            clock,
            pause);
    this.dispatcher = new Dispatcher(turn, pause, this::fail);
    this.readers =
        new Readers(
            settings.id(),
            ports.inbox(),
            ports.control(),
            dispatcher,
            waves,
            timing.block(),
            this::fail);
    Duration third = timing.heartbeatTtl().dividedBy(3);
    this.heartbeat = new Ticker("heartbeat", third, min(third, Duration.ofMillis(250)), this::beat);
    Halt halt = new Halt(settings.id(), ports.stopSign(), running, heartbeat::nudge);
    this.tickers =
        List.of(
            heartbeat,
            new Ticker(
                "lease", ports.lease().ttl().dividedBy(3), Duration.ofMillis(50), this::renew),
            new Ticker("telescope", MILESTONE_FLUSH, MILESTONE_FLUSH, this::flushMilestones),
            new Ticker("control", CONTROL_POLL, CONTROL_POLL, this::obeyOperator),
            new Ticker("repair", REPAIR_POLL, REPAIR_POLL, this::repair),
            new Ticker("stop sign", STOP_POLL, STOP_POLL, halt::look));
  }

  /**
   * Goes online. @return why not, when another process owns the Body or another content stands
   * under its id; nothing is left behind then, nor when this throws
   *
   * @param force whether to replace another content under the Body's id
   */
  public Optional<Refusal> start(boolean force) {
    Optional<Lease.Owner> other = ports.lease().acquire(owner);
    if (other.isPresent()) {
      return Optional.of(new Refusal.Owned(other.get()));
    }
    try {
      Optional<Refusal> refusal = goOnline(force);
      started = refusal.isEmpty();
      return refusal;
    } catch (RuntimeException | Error e) {
      leave();
      throw e;
    }
  }

  private Optional<Refusal> goOnline(boolean force) {
    if (ports.registrar().register(settings.body(), force)
        instanceof Registrar.Registration.Conflict conflict) {
      ports.lease().release(owner);
      return Optional.of(new Refusal.Conflict(conflict));
    }
    ports.ledger().tidy();
    ports.inbox().open();
    epoch = ports.inbox().epoch();
    beat();
    tickers.forEach(Ticker::start);
    readers.start();
    LOG.atInfo().addKeyValue("body", settings.id()).log("online");
    return Optional.empty();
  }

  /** Waits until the daemon is stopped or has failed. @return why it failed, if it has */
  public Optional<String> await() throws InterruptedException {
    ended.await();
    return fatal;
  }

  /** Whether nothing is being worked on. For tests that wait for quiet. */
  public boolean isIdle() {
    return dispatcher.isIdle();
  }

  /** Ends {@link #await}; {@link #close} does the rest. */
  public void stop() {
    ended.countDown();
  }

  /**
   * Goes offline: stops reading, lets running turns finish for the grace period, then ends them;
   * what is not settled stays on the bus; lease and heartbeat go at once.
   */
  @Override
  public void close() {
    if (!started) {
      return;
    }
    started = false;
    try {
      readers.stop();
      finishTurns();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      tickers.forEach(Ticker::close);
      leave();
      ended.countDown();
    }
  }

  private void finishTurns() throws InterruptedException {
    dispatcher.stopAccepting();
    List<String> busy = running.conversations().stream().map(Dispatcher::laneOf).toList();
    dispatcher.interrupt(lane -> !busy.contains(lane));
    if (fatal.isPresent() || !dispatcher.awaitIdle(timing.grace())) {
      dispatcher.interrupt(_ -> true);
      boolean _ = dispatcher.awaitIdle(Duration.ofSeconds(8));
    }
  }

  /** Each on its own: what fails keeps none of the others from being done. */
  private void leave() {
    attempt("the last milestones were not written", this::flushMilestones);
    attempt("the heartbeat was not ended", this::endHeartbeat);
    attempt("the lease was not given up", () -> ports.lease().release(owner));
  }

  /** A successor's heartbeat is left alone. */
  private void endHeartbeat() {
    if (ports.lease().renew(owner)) {
      ports.heartbeat().stop();
    }
  }

  private static void attempt(String otherwise, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.warn("{}: {}", otherwise, e.getMessage());
    }
  }

  private synchronized void fail(String why) {
    if (fatal.isEmpty()) {
      fatal = Optional.of(why);
      LOG.error("{} stops: {}", settings.id(), why);
    }
    ended.countDown();
  }

  private void presenceChanged() {
    heartbeat.nudge();
  }

  private void beat() {
    Presence doing = running.presence();
    Presence presence =
        suspension
            .reason()
            .<Presence>map(reason -> new Presence.Suspended(beatOf(doing), discretion.of(reason)))
            .orElse(doing);
    ports.heartbeat().beat(presence);
  }

  private static Instant beatOf(Presence presence) {
    return switch (presence) {
      case Presence.Idle(var at) -> at;
      case Presence.Thinking(var at, _, _) -> at;
      case Presence.Suspended(var at, _) -> at;
      case Presence.Offline _, Presence.Killed _ -> Instant.EPOCH;
    };
  }

  private void renew() {
    if (!ports.lease().renew(owner)) {
      fail("another process has taken over " + settings.id());
    }
  }

  /** After the bus has lost what stood on it, says anew who is here (DEFECTS D27). */
  private void repair() {
    int now = ports.inbox().epoch();
    if (now == epoch) {
      return;
    }
    LOG.atWarn().addKeyValue("body", settings.id()).log("bus_epoch_changed");
    renew();
    if (ports.registrar().register(settings.body(), false)
        instanceof Registrar.Registration.Conflict) {
      LOG.atError().addKeyValue("body", settings.id()).log("registered by another meanwhile");
    }
    beat();
    epoch = now;
  }

  private void flushMilestones() {
    List<Event> milestones = running.takeMilestones();
    if (!milestones.isEmpty()) {
      ports.journal().append(milestones);
    }
  }

  /** Ends running turns whose conversation, or whose Body, the operator has ended. */
  private void obeyOperator() {
    List<ConversationId> conversations = running.conversations();
    if (conversations.isEmpty()) {
      return;
    }
    boolean bodyKilled = ports.control().isKilled(settings.id());
    Map<ConversationId, ControlState> states = ports.control().conversations(conversations);
    for (ConversationId conversation : conversations) {
      if (bodyKilled || states.get(conversation) == ControlState.KILLED) {
        running.kill(conversation);
      }
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
