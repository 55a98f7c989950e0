package aether.observatory.pipeline;

import aether.bus.Presence;
import aether.event.Event;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The turns in flight of one Body: at most one per conversation. Safe for several threads. */
final class RunningTurns {
  /** A message as the processing log knows it. */
  private record Claim(ProjectId sender, MessageId message) {
    static Claim to(Envelope envelope) {
      return new Claim(envelope.from(), envelope.id());
    }
  }

  private static final Duration TOGETHER = Duration.ofSeconds(1);

  private final Map<ConversationId, RunningTurn> turns = new ConcurrentHashMap<>();
  private final Queue<Event> left = new ConcurrentLinkedQueue<>();
  private final Set<Claim> claims = ConcurrentHashMap.newKeySet();
  private final InstantSource clock;
  private final Runnable onChange;
  private final CountDownLatch leaving = new CountDownLatch(1);
  private final Instant onlineSince;
  private volatile Instant busySince;

  /**
   * @param onChange called, on any thread, when the Body starts or stops thinking
   */
  RunningTurns(InstantSource clock, Runnable onChange) {
    this.clock = clock;
    this.onChange = onChange;
    this.onlineSince = clock.instant();
    this.busySince = onlineSince;
  }

  /**
   * Takes a message into work. A copy of it in another conversation must wait: together they may
   * cost no more than one.
   *
   * @return whether it was free
   */
  boolean claim(Envelope envelope) {
    return claims.add(Claim.to(envelope));
  }

  /** The message is out of work; a copy may be looked at. */
  void disclaim(Envelope envelope) {
    claims.remove(Claim.to(envelope));
  }

  void begin(RunningTurn turn) {
    boolean wasIdle = turns.isEmpty();
    turns.put(turn.conversation(), turn);
    if (wasIdle) {
      busySince = clock.instant();
      onChange.run();
    }
  }

  void end(RunningTurn turn) {
    turns.remove(turn.conversation());
    if (turns.isEmpty()) {
      onChange.run();
    }
  }

  /** The conversations with a turn in flight. */
  List<ConversationId> conversations() {
    return List.copyOf(turns.keySet());
  }

  /** Ends the turn of {@code conversation}, if one is in flight. */
  void kill(ConversationId conversation) {
    RunningTurn turn = turns.get(conversation);
    if (turn != null) {
      turn.kill();
    }
  }

  /** Ends every turn in flight; their messages stay unsettled. */
  void stopAll() {
    turns.values().forEach(RunningTurn::stop);
  }

  /** The Body goes offline: whatever ends a turn from here on is no fault of the turn. */
  void leave() {
    leaving.countDown();
  }

  /**
   * Whether the Body goes offline. A signal to a whole group of processes reaches all of them at
   * once, so what this one makes of it is waited for, a second at most.
   */
  boolean isLeaving() throws InterruptedException {
    return leaving.await(TOGETHER.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Keeps what a turn that has failed still had to show. */
  void leave(List<Event> milestones) {
    left.addAll(milestones);
  }

  /** What the telescope has not yet seen. */
  List<Event> takeMilestones() {
    List<Event> taken = new ArrayList<>();
    for (Event event = left.poll(); event != null; event = left.poll()) {
      taken.add(event);
    }
    turns.values().forEach(turn -> taken.addAll(turn.take()));
    return taken;
  }

  /** What the Body is doing now. */
  Presence presence() {
    int count = turns.size();
    return count == 0
        ? new Presence.Idle(clock.instant(), Optional.of(onlineSince))
        : new Presence.Thinking(clock.instant(), count, busySince);
  }
}
