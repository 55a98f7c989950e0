package aether.observatory.pipeline;

import aether.bus.ControlState;
import aether.bus.Presence;
import aether.bus.write.Lease;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Registrar;
import aether.event.Event;
import aether.message.ConversationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes on beside the turns while a Body is online, each on a thread of its own: it beats,
 * keeps its lease, shows its milestones, obeys the operator and the stop sign, and mends what the
 * bus has lost.
 */
final class Vitals {
  private static final Logger LOG = LoggerFactory.getLogger(Vitals.class);
  private static final Duration CONTROL_POLL = Duration.ofMillis(500);
  private static final Duration STOP_POLL = Duration.ofMillis(250);
  private static final Duration REPAIR_POLL = Duration.ofMillis(500);
  private static final Duration MILESTONE_FLUSH = Duration.ofMillis(100);

  private final BodySettings settings;
  private final Ports ports;
  private final Lease.Owner owner;
  private final RunningTurns running;
  private final Suspension suspension;
  private final Budget budget;
  private final Consumer<String> onFatal;
  private final Discretion discretion;
  private final Ticker heartbeat;
  private final List<Ticker> tickers;
  private final InstantSource clock;
  private volatile int epoch;

  /** Why turns were held back when that was last told. Used by one ticker alone. */
  private Optional<String> said = Optional.empty();

  /** Since when turns are held back, to within the time between two looks. */
  private volatile Optional<Instant> heldSince = Optional.empty();

  private volatile boolean lost;

  /**
   * How it is done.
   *
   * @param heartbeatTtl how long a beat counts
   * @param onFatal told why, when the Body is this process's no more
   */
  record Care(Duration heartbeatTtl, InstantSource clock, Consumer<String> onFatal) {}

  Vitals(BodySettings settings, Ports ports, Lease.Owner owner, Workbench workbench, Care care) {
    this.settings = settings;
    this.ports = ports;
    this.owner = owner;
    this.running = workbench.running();
    this.suspension = workbench.suspension();
    this.budget = workbench.budget();
    this.onFatal = care.onFatal();
    this.clock = care.clock();
    this.discretion = new Discretion(settings.workingDir());
    Duration third = care.heartbeatTtl().dividedBy(3);
    Duration soon = third.compareTo(Duration.ofMillis(250)) < 0 ? third : Duration.ofMillis(250);
    this.heartbeat = new Ticker("heartbeat", third, soon, this::beat);
    Halt halt = new Halt(settings.id(), ports.stopSign(), running, heartbeat::nudge);
    Duration renewal = ports.lease().ttl().dividedBy(3);
    this.tickers =
        List.of(
            heartbeat,
            new Ticker("lease", renewal, Duration.ofMillis(50), this::renew),
            new Ticker("telescope", MILESTONE_FLUSH, MILESTONE_FLUSH, this::flushMilestones),
            new Ticker("control", CONTROL_POLL, CONTROL_POLL, this::obeyOperator),
            new Ticker("repair", REPAIR_POLL, REPAIR_POLL, this::repair),
            new Ticker("stop sign", STOP_POLL, STOP_POLL, halt::look));
  }

  /** Beats once, then goes on with everything. */
  void start() {
    epoch = ports.inbox().epoch();
    beat();
    tickers.forEach(Ticker::start);
  }

  /** Lets the next beat come soon, as there is something new to say. */
  void nudge() {
    heartbeat.nudge();
  }

  void stop() {
    tickers.forEach(Ticker::close);
  }

  /**
   * Gives up heartbeat and lease. Each on its own: what fails keeps none of the others from being
   * done. Nothing is written for a Body that is somebody else's by now.
   */
  void leave() {
    attempt("the last milestones were not written", this::flushMilestones);
    attempt("the heartbeat was not ended", this::endHeartbeat);
    attempt("the lease was not given up", () -> ports.lease().release(owner));
  }

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

  private void beat() {
    if (lost) {
      return;
    }
    Presence doing = running.presence();
    Presence presence =
        suspension
            .reason()
            .<Presence>map(
                reason -> new Presence.Suspended(beatOf(doing), discretion.of(reason), heldSince))
            .orElse(doing);
    ports.heartbeat().beat(presence);
  }

  private static Instant beatOf(Presence presence) {
    return switch (presence) {
      case Presence.Idle(var at, _) -> at;
      case Presence.Thinking(var at, _, _) -> at;
      case Presence.Suspended(var at, _, _) -> at;
      case Presence.Offline _, Presence.Killed _ -> Instant.EPOCH;
    };
  }

  private void renew() {
    if (!ports.lease().renew(owner)) {
      lost = true;
      onFatal.accept(ProcessingLog.Fenced.message(settings.id(), ports.lease().ttl()));
    }
  }

  /** After the bus has lost what stood on it, says anew who is here (DEFECTS D27). */
  private void repair() {
    tellChange();
    budget.catchUp().ifPresent(error -> LOG.debug("the ledger still lacks a line: {}", error));
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
    ports.journal().append(List.of(new Event.BusEpochChanged(settings.id(), clock.instant())));
    epoch = now;
  }

  /** Says at once why turns are held back, and that they no longer are. */
  private void tellChange() {
    Optional<String> reason = suspension.reason();
    if (!reason.equals(said)) {
      if (said.isEmpty() || reason.isEmpty()) {
        heldSince = reason.map(_ -> clock.instant());
      }
      said = reason;
      heartbeat.nudge();
    }
  }

  private void flushMilestones() {
    List<Event> milestones = running.takeMilestones();
    if (!milestones.isEmpty() && !lost) {
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
}
