package aether.observatory.pipeline;

import aether.bus.write.Entry;
import aether.message.ConversationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Hands messages to the lanes of their conversations: in order within one, side by side across them
 * (CONTRACT §5).
 *
 * <p>Bounded: of a conversation's inbox messages only the next few are in memory. The others are
 * left on the bus, and read again when there is room, so no conversation makes another wait. {@link
 * #accept} waits only while as many conversations are at work as fit. Safe for several threads, of
 * which one brings the inbox.
 */
final class Dispatcher {
  private static final String LANE_PREFIX = "conversation ";

  private final Turn turn;
  private final Pause pause;
  private final Consumer<String> onFatal;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final InHand inHand = new InHand();
  private boolean stopping;

  Dispatcher(Turn turn, Pause pause, Consumer<String> onFatal) {
    this.turn = turn;
    this.pause = pause;
    this.onFatal = onFatal;
  }

  /**
   * Takes a message in, unless it is already here. One of the inbox stays where it is while its
   * conversation is paused or has enough to do: it must be accepted again, and all behind it in
   * their order.
   *
   * @see #behind
   */
  synchronized void accept(Incoming incoming) throws InterruptedException {
    while (mustWait(incoming) && !stopping) {
      wait();
    }
    if (stopping || !inHand.isNews(incoming)) {
      return;
    }
    Lane lane = lanes.computeIfAbsent(incoming.lane(), name -> new Lane(this, name));
    if (isInInbox(incoming) && lane.leaves(inHand.isCrowded())) {
      return;
    }
    inHand.add(incoming);
    lane.add(incoming);
    inHand.stand(lane.isParked() ? 1 : 0);
    lane.wake(turn, pause);
  }

  private boolean mustWait(Incoming incoming) {
    Lane lane = lanes.get(incoming.lane());
    boolean mayLeave = isInInbox(incoming) && lane != null && lane.mayLeave();
    return inHand.isFull(incoming) && !mayLeave;
  }

  /**
   * From here until {@link #endPage} what is done with is remembered: a page read meanwhile of what
   * is not settled may hold what is settled when it is accepted.
   */
  synchronized void beginPage() {
    inHand.beginPage();
  }

  synchronized void endPage() {
    inHand.endPage();
  }

  /** How many messages are in memory. */
  synchronized int size() {
    return inHand.size();
  }

  /**
   * Conversations that have left messages on the bus and have room again.
   *
   * @param after the place in the inbox after which they lie
   */
  record Behind(String after, List<Lane> lanes) {}

  /** Whether any conversation has left messages on the bus. */
  synchronized boolean isAnyBehind() {
    return lanes.values().stream().anyMatch(Lane::isBehind);
  }

  /**
   * Lets conversations take in again that have room. What lies in the inbox after the place given
   * must be accepted now, in order, at least as long as it {@linkplain #hasRoom has room}.
   */
  synchronized Optional<Behind> behind() {
    List<Lane> due =
        lanes.values().stream().filter(lane -> lane.isDue(inHand.isCrowded())).toList();
    due.forEach(Lane::catchUp);
    return due.stream().map(Lane::last).min(Entry.IN_ORDER).map(after -> new Behind(after, due));
  }

  /** Whether any of these conversations would still take something in. */
  synchronized boolean hasRoom(Behind behind) {
    return behind.lanes().stream().anyMatch(lane -> !lane.isBehind() && !lane.isParked());
  }

  /** Lets all conversations take in again: the whole inbox will now be accepted, in order. */
  synchronized void fromTheBeginning() {
    lanes.values().forEach(Lane::catchUp);
    lanes.entrySet().removeIf(entry -> entry.getValue().isDone());
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
        inHand.stand(-lane.size());
        lane.unpark();
        lane.wake(turn, pause);
        removeIfDone(lane);
      }
    }
  }

  /** Whether no message is being worked on or waiting for it, paused ones aside. */
  synchronized boolean isIdle() {
    return isResting() && lanes.values().stream().noneMatch(Lane::isBehind);
  }

  private boolean isResting() {
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
    while (!isResting()) {
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
      removeIfDone(lane);
      notifyAll();
      return Optional.empty();
    }
    return lane.first();
  }

  synchronized Optional<Incoming> proceed(Lane lane, Incoming settled) {
    lane.removeFirst();
    inHand.settle(settled);
    notifyAll();
    return next(lane);
  }

  synchronized void park(Lane lane) {
    lane.park().forEach(inHand::remove);
    inHand.stand(lane.size());
    notifyAll();
  }

  synchronized void abandon(Lane lane) {
    lane.hasNoWorker();
    notifyAll();
  }

  void fatal(String message) {
    onFatal.accept(message);
  }

  private void removeIfDone(Lane lane) {
    if (lane.isDone()) {
      lanes.remove(lane.name(), lane);
    }
  }
}
