package aether.observatory.pipeline;

import aether.event.Event;
import aether.event.Milestone;
import aether.message.ConversationId;
import aether.message.ProjectId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A turn in flight: what it has shown so far, and the handle to end it. Safe for several threads.
 */
final class RunningTurn {
  private final ConversationId conversation;
  private final ProjectId project;
  private final boolean verbatim;
  private final InstantSource clock;
  private final List<Event> unwritten = new ArrayList<>();
  private Optional<Thread> running = Optional.empty();
  private boolean killed;
  private boolean stopped;

  /**
   * @param verbatim whether the agent's own text is forwarded
   */
  RunningTurn(
      ConversationId conversation, ProjectId project, boolean verbatim, InstantSource clock) {
    this.conversation = conversation;
    this.project = project;
    this.verbatim = verbatim;
    this.clock = clock;
  }

  ConversationId conversation() {
    return conversation;
  }

  /** Notes a milestone for the telescope. */
  synchronized void show(Milestone milestone) {
    if (verbatim || !(milestone instanceof Milestone.Text)) {
      unwritten.add(
          new Event.Progress(Optional.of(conversation), project, milestone, clock.instant()));
    }
  }

  /** The milestones not yet taken; the caller writes them. */
  synchronized List<Event> take() {
    List<Event> taken = List.copyOf(unwritten);
    unwritten.clear();
    return taken;
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
