package aether.observatory.pipeline;

import aether.bus.write.Entry;
import aether.message.ConversationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Hands messages to the lanes of their conversations: in order within one, side by side across them
 * (CONTRACT §5). Bounded: {@link #accept} waits while too many are in memory. What a paused
 * conversation keeps never makes the inbox wait: who reads it also looks for the pause's end. Safe
 * for several threads.
 */
final class Dispatcher {
  /** Messages in memory at most; the rest waits on the bus. */
  private static final int CAPACITY = 512;

  /** Waves of paused conversations kept besides; they are read once only. */
  private static final int STANDING_CAPACITY = 4_096;

  private static final String LANE_PREFIX = "conversation ";

  private final Turn turn;
  private final Pause pause;
  private final Consumer<String> onFatal;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Set<String> known = new HashSet<>();
  private boolean stopping;

  /** How many of {@code known} stand in parked lanes: nothing but the operator moves them. */
  private int standing;

  Dispatcher(Turn turn, Pause pause, Consumer<String> onFatal) {
    this.turn = turn;
    this.pause = pause;
    this.onFatal = onFatal;
  }

  /** Takes a message in, unless it is already here or its conversation is paused. */
  synchronized void accept(Incoming incoming) throws InterruptedException {
    while (isFull(incoming) && !stopping) {
      wait();
    }
    Lane lane = lanes.computeIfAbsent(incoming.lane(), name -> new Lane(this, name));
    boolean leftOnTheBus = lane.isParked() && isInInbox(incoming);
    if (stopping || leftOnTheBus || !known.add(key(incoming))) {
      return;
    }
    lane.add(incoming);
    standing += lane.isParked() ? 1 : 0;
    lane.wake(turn, pause);
  }

  private boolean isFull(Incoming incoming) {
    return known.size() - standing >= CAPACITY
        || (standing >= STANDING_CAPACITY && !isInInbox(incoming));
  }

  /** The conversations that stand still because the operator paused them. */
  synchronized List<ConversationId> parked() {
    List<ConversationId> parked = new ArrayList<>();
    lanes.forEach((name, lane) -> {
      if (lane.isParked()) {
        parked.add(new ConversationId(name.substring(LANE_PREFIX.length())));
      }
    });
    return parked;
  }

  /**
   * Lets conversations go on. Their inbox entries were let go and must be accepted again, in order.
   */
  synchronized void unpark(Collection<ConversationId> conversations) {
    for (ConversationId conversation : conversations) {
      Lane lane = lanes.get(laneOf(conversation));
      if (lane != null && lane.isParked()) {
        standing -= lane.size();
        lane.unpark();
        lane.wake(turn, pause);
        removeIfIdle(lane);
      }
    }
  }

  /** Whether no message is being worked on or waiting for it, paused ones aside. */
  synchronized boolean isIdle() {
    return lanes.values().stream().allMatch(lane -> lane.worker().isEmpty());
  }

  /** Starts nothing any more; what runs may finish. */
  synchronized void stopAccepting() {
    stopping = true;
    notifyAll();
  }

  /**
   * Waits until nothing runs, at most {@code patience}.
   *
   * @return whether nothing runs
   */
  synchronized boolean awaitIdle(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isIdle()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Interrupts every worker for which {@code condition} holds. */
  synchronized void interrupt(Predicate<String> condition) {
    lanes.forEach((name, lane) -> {
      if (condition.test(name)) {
        lane.worker().ifPresent(Thread::interrupt);
      }
    });
  }

  /** The name of a conversation's lane. */
  static String laneOf(ConversationId conversation) {
    return LANE_PREFIX + conversation;
  }

  static boolean isInInbox(Incoming incoming) {
    return incoming.entry().origin() == Entry.Origin.INBOX;
  }

  // What follows is called by lanes, on their workers.

  synchronized Optional<Incoming> next(Lane lane) {
    if (stopping || lane.isEmpty()) {
      lane.hasNoWorker();
      removeIfIdle(lane);
      notifyAll();
      return Optional.empty();
    }
    return lane.first();
  }

  synchronized Optional<Incoming> proceed(Lane lane, Incoming done) {
    lane.removeFirst();
    known.remove(key(done));
    notifyAll();
    return next(lane);
  }

  synchronized void park(Lane lane) {
    lane.park().forEach(dropped -> known.remove(key(dropped)));
    standing += lane.size();
    notifyAll();
  }

  synchronized void abandon(Lane lane) {
    lane.hasNoWorker();
    notifyAll();
  }

  void fatal(String message) {
    onFatal.accept(message);
  }

  private void removeIfIdle(Lane lane) {
    if (lane.isEmpty() && lane.worker().isEmpty()) {
      lanes.remove(lane.name(), lane);
    }
  }

  private static String key(Incoming incoming) {
    return incoming.entry().origin() + " " + incoming.entry().id();
  }
}
