package aether.observatory.pipeline;

import aether.event.Event;
import aether.event.Milestone;
import aether.message.ConversationId;
import java.util.List;
import java.util.Optional;

/**
 * A turn in flight: what it has shown so far, and the handle to end it. Safe for several threads.
 */
final class RunningTurn {
  private final ConversationId conversation;
  private final Milestones milestones;
  private Optional<Thread> running = Optional.empty();
  private boolean killed;
  private boolean stopped;

  RunningTurn(ConversationId conversation, Milestones milestones) {
    this.conversation = conversation;
    this.milestones = milestones;
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
