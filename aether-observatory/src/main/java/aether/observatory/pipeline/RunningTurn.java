package aether.observatory.pipeline;

import aether.event.Event;
import aether.event.Milestone;
import aether.event.TurnUsage;
import aether.message.ConversationId;
import aether.observatory.turn.RunResult;
import java.util.List;
import java.util.Optional;

/**
 * A turn in flight: what it has shown so far, and the handle to end it. Safe for several threads.
 */
final class RunningTurn {
  private final ConversationId conversation;
  private final Milestones milestones;
  private final Leaving leaving;
  private Optional<TurnUsage> used = Optional.empty();
  private Optional<Thread> running = Optional.empty();
  private boolean killed;
  private boolean stopped;

  RunningTurn(ConversationId conversation, Milestones milestones, Leaving leaving) {
    this.conversation = conversation;
    this.milestones = milestones;
    this.leaving = leaving;
  }

  /** Whether the Body goes offline, as far as can be told within a moment. */
  @FunctionalInterface
  interface Leaving {
    boolean is() throws InterruptedException;
  }

  /** Whether the Body this turn is for goes offline. */
  boolean isLeaving() throws InterruptedException {
    return leaving.is();
  }

  ConversationId conversation() {
    return conversation;
  }

  /** Notes a milestone for the telescope. */
  synchronized void show(Milestone milestone) {
    milestones.show(conversation, milestone);
  }

  /** The milestones not yet taken; the caller writes them. */
  synchronized List<Event> take() {
    return milestones.take();
  }

  /** Counts what a run of this turn has used, if it says so. */
  synchronized void used(RunResult result) {
    Optional<TurnUsage> more = usage(result);
    used = used.isPresent() && more.isPresent() ? more.map(used.get()::plus) : used.or(() -> more);
  }

  private static Optional<TurnUsage> usage(RunResult result) {
    return switch (result) {
      case RunResult.Answered answered -> Optional.of(answered.usage());
      case RunResult.Failed(_, var usage) -> usage;
      case RunResult.Signalled(_, var usage) -> usage;
      case RunResult.LimitedUntil(_, _, var usage) -> usage;
      case RunResult.Unable(_, var usage) -> usage;
      case RunResult.StaleSession _, RunResult.PolicyViolation _ -> Optional.empty();
    };
  }

  /** What the runs of this turn have used and nobody was told yet; the caller tells it. */
  synchronized Optional<TurnUsage> takeUsage() {
    Optional<TurnUsage> taken = used;
    used = Optional.empty();
    return taken;
  }

  /** The milestones not yet taken, and last what was used, as no answer will tell it. */
  synchronized List<Event> takeInVain() {
    takeUsage().ifPresent(usage -> milestones.show(conversation, new Milestone.TurnFailed(usage)));
    return milestones.take();
  }

  /**
   * From here on {@link #kill} and {@link #stop} interrupt the calling thread.
   *
   * @throws InterruptedException when the turn has been ended before
   */
  synchronized void runsHere() throws InterruptedException {
    if (killed || stopped) {
      throw new InterruptedException("ended before its run");
    }
    running = Optional.of(Thread.currentThread());
  }

  /**
   * From here on {@link #kill} and {@link #stop} interrupt nobody. A run that had ended by itself
   * when it was to be interrupted has its outcome settled undisturbed.
   */
  synchronized void hasRun() {
    running = Optional.empty();
    if (killed || stopped) {
      boolean _ = Thread.interrupted();
    }
  }

  /** Ends the run because the operator said so. */
  synchronized void kill() {
    killed = true;
    running.ifPresent(Thread::interrupt);
  }

  synchronized boolean isKilled() {
    return killed;
  }

  /** Ends the run because nothing may run on this host; its message is not settled by that. */
  synchronized void stop() {
    stopped = true;
    running.ifPresent(Thread::interrupt);
  }

  synchronized boolean isStopped() {
    return stopped;
  }
}
