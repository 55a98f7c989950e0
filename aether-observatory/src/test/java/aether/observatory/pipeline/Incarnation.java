package aether.observatory.pipeline;

import aether.bus.BusException;
import aether.bus.Control;
import aether.bus.ControlState;
import aether.bus.Presence;
import aether.bus.write.Entry;
import aether.bus.write.Inbox;
import aether.bus.write.Lease;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One process of one Body, from its start to its end: reads and hands on as the Observatory's
 * threads do, but one step at a time and on the caller's thread.
 */
final class Incarnation {
  private static final int PAGE = 64;

  /** One conversation's messages, in order. */
  private static final class Queue {
    final Deque<Incoming> waiting = new ArrayDeque<>();
    Optional<ConversationId> conversation = Optional.empty();
    boolean parked;
    boolean busy;

    boolean isReady() {
      return !busy && !parked && !waiting.isEmpty();
    }
  }

  final ProjectId id;
  private final BodySettings settings;
  private final Lease.Owner owner;
  private final Ports ports;
  private final Inbox inbox;
  private final Control control;
  private final TurnState state;
  private final Budget budget;
  private final Turn turn;
  private final Map<String, Queue> lanes = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();
  private String wavePosition = "0-0";
  private boolean lostGroup;
  private boolean dead;

  Incarnation(
      BodySettings settings,
      Lease.Owner owner,
      Ports ports,
      TurnState state,
      Budget budget,
      Turn turn) {
    this.id = settings.id();
    this.settings = settings;
    this.owner = owner;
    this.ports = ports;
    this.inbox = ports.inbox();
    this.control = ports.control();
    this.state = state;
    this.budget = budget;
    this.turn = turn;
  }

  /** Unique to this process. */
  String token() {
    return owner.token();
  }

  boolean isDead() {
    return dead;
  }

  void die() {
    dead = true;
  }

  TurnState state() {
    return state;
  }

  /** Goes online and takes up what an earlier process has left. */
  void start() {
    if (ports.lease().acquire(owner).isPresent()) {
      throw new IllegalStateException("the lease of " + id + " has not lapsed");
    }
    ports.registrar().register(settings.body(), true);
    budget.adopt(ports.log().notes());
    inbox.open();
    beat();
    inbox.drainHolds();
    scan();
    wavePosition = inbox.waveCursor();
  }

  void beat() {
    ports.heartbeat().beat(new Presence.Idle(owner.since()));
  }

  /** Reads what has come in, at most {@code count} of each stream; repairs first if it must. */
  void read(int count) {
    try {
      if (lostGroup) {
        inbox.open();
        inbox.drainHolds();
        scan();
        lostGroup = false;
      }
      resume();
      inbox.next(count, Duration.ZERO).forEach(this::accept);
      for (Entry wave : inbox.nextWaves(wavePosition, count, Duration.ZERO)) {
        wavePosition = wave.id();
        state.waves().opened(wave.id());
        accept(wave);
      }
    } catch (BusException.Unavailable e) {
      lostGroup = true;
      throw e;
    }
  }

  /** The lanes on which there is something to do. */
  List<String> ready() {
    return lanes.entrySet().stream()
        .filter(lane -> lane.getValue().isReady())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether it has nothing in memory. */
  boolean isIdle() {
    return lanes.values().stream().allMatch(queue -> queue.waiting.isEmpty());
  }

  /** The message that {@link #work} would work on; empty when it is none. */
  Optional<Envelope> first(String lane) {
    return lanes.get(lane).waiting.getFirst().envelope();
  }

  /** Works on the first entry of {@code lane}, once. */
  void work(String lane) throws InterruptedException {
    Queue queue = lanes.get(lane);
    Incoming incoming = queue.waiting.getFirst();
    queue.busy = true;
    Next next;
    try {
      next = turn.process(incoming);
    } finally {
      queue.busy = false;
    }
    switch (next) {
      case Next.Proceed _ -> {
        queue.waiting.removeFirst();
        known.remove(key(incoming));
      }
      case Next.Park _ -> park(queue);
      case Next.Retry _ -> {}
    }
    if (queue.waiting.isEmpty() && !queue.parked) {
      lanes.remove(lane);
    }
  }

  private void park(Queue queue) {
    queue.parked = true;
    List<Incoming> dropped = queue.waiting.stream().filter(Dispatcher::isInInbox).toList();
    queue.waiting.removeAll(dropped);
    dropped.forEach(incoming -> known.remove(key(incoming)));
  }

  private void resume() {
    List<ConversationId> parked =
        lanes.values().stream()
            .filter(queue -> queue.parked)
            .flatMap(queue -> queue.conversation.stream())
            .toList();
    if (parked.isEmpty()) {
      return;
    }
    boolean killed = control.isKilled(id);
    if (!killed && control.isPaused(id)) {
      return;
    }
    Map<ConversationId, ControlState> states = control.conversations(parked);
    for (ConversationId conversation : parked) {
      if (killed || states.getOrDefault(conversation, ControlState.ACTIVE) != ControlState.PAUSED) {
        lanes.get(Dispatcher.laneOf(conversation)).parked = false;
      }
    }
    scan();
    lanes.values().removeIf(queue -> queue.waiting.isEmpty() && !queue.parked);
  }

  private void scan() {
    String position = "0-0";
    List<Entry> page = inbox.unsettled(position, PAGE);
    while (!page.isEmpty()) {
      page.forEach(this::accept);
      page = inbox.unsettled(page.getLast().id(), PAGE);
    }
  }

  private void accept(Entry entry) {
    Incoming incoming = Incoming.of(entry);
    Queue queue = lanes.computeIfAbsent(incoming.lane(), _ -> new Queue());
    queue.conversation = incoming.envelope().map(Envelope::conversation);
    boolean leftOnTheBus = queue.parked && Dispatcher.isInInbox(incoming);
    if (!leftOnTheBus && known.add(key(incoming))) {
      queue.waiting.add(incoming);
    }
    lanes.values().removeIf(each -> each.waiting.isEmpty() && !each.parked);
  }

  private static String key(Incoming incoming) {
    return incoming.entry().origin() + " " + incoming.entry().id();
  }
}
