package aether.observatory.pipeline;

import aether.bus.write.Lease;
import aether.bus.write.Registrar;
import aether.observatory.turn.AgentRunner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
   * @param waveMaxAge how old a wave may be that a Body reads which was never here before
   */
  public record Timing(
      Duration heartbeatTtl,
      Duration block,
      Duration grace,
      Duration retryDelay,
      Duration rosterFreshness,
      Duration probeEvery,
      Duration waveMaxAge) {
    /** One with the usual age of waves. */
    public Timing(
        Duration heartbeatTtl,
        Duration block,
        Duration grace,
        Duration retryDelay,
        Duration rosterFreshness,
        Duration probeEvery) {
      this(
          heartbeatTtl,
          block,
          grace,
          retryDelay,
          rosterFreshness,
          probeEvery,
          Duration.ofMinutes(1));
    }

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

  private final BodySettings settings;
  private final Ports ports;
  private final Lease.Owner owner;
  private final AgentRunner runner;
  private final Timing timing;
  private final Budget budget;
  private final RunningTurns running;
  private final Dispatcher dispatcher;
  private final Readers readers;
  private final Vitals vitals;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Optional<String> fatal = Optional.empty();
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
    this.runner = runner;
    this.timing = timing;
    Workbench workbench =
        Workbench.of(
            settings,
            ports,
            runner,
            maxParallel,
            new Workbench.Keeping(timing, clock, pause),
            this::presenceChanged);
    this.budget = workbench.budget();
    this.running = workbench.running();
    this.dispatcher = new Dispatcher(workbench.turn(), pause, this::fail);
    this.readers =
        new Readers(
            settings.id(),
            ports.inbox(),
            ports.control(),
            dispatcher,
            workbench.waves(),
            timing.block(),
            new Readers.Alarm(this::fail, workbench.suspension()::troubled));
    this.vitals =
        new Vitals(
            settings,
            ports,
            owner,
            workbench,
            new Vitals.Care(timing.heartbeatTtl(), clock, this::fail));
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
      vitals.leave();
      throw e;
    }
  }

  private Optional<Refusal> goOnline(boolean force) {
    if (ports.registrar().register(settings.body(), force)
        instanceof Registrar.Registration.Conflict conflict) {
      ports.lease().release(owner);
      return Optional.of(new Refusal.Conflict(conflict));
    }
    runner.endLeftovers();
    budget.adopt(ports.log().notes());
    ports.ledger().tidy();
    ports.inbox().open();
    vitals.start();
    readers.start();
    LOG.atInfo().addKeyValue("body", settings.id()).log("online");
    return Optional.empty();
  }

  /** Waits until the daemon is stopped or has failed. @return why it failed, if it has */
  public Optional<String> await() throws InterruptedException {
    ended.await();
    return fatal;
  }

  /** Waits at most {@code patience} for {@link #stop}. @return whether it was called */
  public boolean isStoppedWithin(Duration patience) throws InterruptedException {
    return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether nothing is being worked on. For tests that wait for quiet. */
  public boolean isIdle() {
    return dispatcher.isIdle();
  }

  /** How many messages are in memory. For tests of its bound. */
  int inMemory() {
    return dispatcher.size();
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
      vitals.stop();
      budget.catchUp().ifPresent(error -> LOG.warn("{}; what was set aside stays spent", error));
      vitals.leave();
      LOG.atInfo().addKeyValue("body", settings.id()).log("offline");
      ended.countDown();
    }
  }

  private void finishTurns() throws InterruptedException {
    dispatcher.stopAccepting();
    running.leave();
    List<String> busy = running.conversations().stream().map(Dispatcher::laneOf).toList();
    dispatcher.interrupt(lane -> !busy.contains(lane));
    if (!busy.isEmpty() && fatal.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("body", settings.id())
          .log(
              "waiting for {} running {}, {} s at most",
              busy.size(),
              busy.size() == 1 ? "turn" : "turns",
              timing.grace().toSeconds());
    }
    if (fatal.isPresent() || !dispatcher.awaitIdle(timing.grace())) {
      dispatcher.interrupt(_ -> true);
      boolean _ = dispatcher.awaitIdle(Duration.ofSeconds(8));
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
    vitals.nudge();
  }
}
