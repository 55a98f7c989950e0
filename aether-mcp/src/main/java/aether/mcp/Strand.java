package aether.mcp;

import aether.bus.EventLog;
import aether.bus.Recorded;
import aether.desk.Vigil;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One thread as the mirror tells it so far: its messages, who has yet to deal with which of them,
 * and how it ended if it did. Grows as it is shown events. Not safe for several threads.
 */
final class Strand {
  /** How far a Body has come with a message that it has not settled. */
  enum Stage {
    WAITING,
    THINKING,
    BUDGET
  }

  /** A message that somebody has yet to deal with. */
  record Debt(MessageId message, ProjectId owner) {}

  private final ConversationId thread;
  private final List<Envelope> messages = new ArrayList<>();
  private final Map<Debt, Stage> debts = new LinkedHashMap<>();
  private String position;
  private Optional<Extinction> ended = Optional.empty();
  private boolean held;
  private boolean asksFirst;
  private String summary = "";

  /**
   * @param position where the mirror is read from: the first event seen is the one after it
   */
  Strand(ConversationId thread, String position) {
    this.thread = thread;
    this.position = position;
  }

  ConversationId thread() {
    return thread;
  }

  /** The place in the mirror of the last event that was shown. */
  String position() {
    return position;
  }

  /** Every message, oldest first. */
  List<Envelope> messages() {
    return List.copyOf(messages);
  }

  /** Who has yet to deal with what. */
  Map<Debt, Stage> debts() {
    return Map.copyOf(debts);
  }

  /** Why nothing more will come, if it was stopped and nobody has anything left to do. */
  Optional<Extinction> ended() {
    return debts.isEmpty() ? ended : Optional.empty();
  }

  /** Whether an answer waits for a peer that is away. */
  boolean isHeld() {
    return held;
  }

  /** Whether an answer waits until a human has agreed to it. */
  boolean asksFirst() {
    return asksFirst;
  }

  /** What the last Body that was done said of its turn; may be empty. */
  String summary() {
    return summary;
  }

  /**
   * Takes note of everything recorded by now.
   *
   * @param witness shown what belongs to this thread and was not known before
   */
  void catchUp(EventLog events, Consumer<Event> witness) {
    List<Recorded> page = events.after(position, EventLog.PAGE);
    while (!page.isEmpty()) {
      page.stream().filter(this::see).map(Recorded::event).forEach(witness);
      page = events.after(position, EventLog.PAGE);
    }
  }

  /** Takes note of one event. @return whether it belongs to this thread */
  boolean see(Recorded recorded) {
    position = recorded.position();
    Event event = recorded.event();
    if (!event.conversation().equals(Optional.of(thread))) {
      return false;
    }
    switch (event) {
      case Event.MessageSent(Envelope envelope, var _) -> sent(envelope);
      case Event.ProcessingStarted started ->
          stage(new Debt(started.envelope().id(), started.project()), Stage.THINKING);
      case Event.ProcessingDone done -> done(done);
      case Event.Extinguished out -> extinguished(out);
      case Event.Progress _, Event.Operated _, Event.BusEpochChanged _, Event.Unrecognised _ -> {}
    }
    return true;
  }

  private void sent(Envelope envelope) {
    boolean known =
        messages.stream()
            .anyMatch(m -> m.id().equals(envelope.id()) && m.from().equals(envelope.from()));
    if (known) {
      return;
    }
    messages.add(envelope);
    ended = Optional.empty();
    held = false;
    asksFirst = false;
    if (envelope.to() instanceof Recipient.Project(ProjectId id)
        && !id.isTransient()
        && !id.equals(ProjectId.OPERATOR)) {
      debts.put(new Debt(envelope.id(), id), Stage.WAITING);
    }
  }

  private void stage(Debt debt, Stage stage) {
    debts.replace(debt, stage);
  }

  private void done(Event.ProcessingDone done) {
    debts.remove(new Debt(done.envelope().id(), done.project()));
    summary = done.summary();
  }

  private void extinguished(Event.Extinguished out) {
    if (Vigil.leavesNothingToDo(out.why())) {
      ended = Optional.of(out.why());
      out.envelope()
          .ifPresentOrElse(
              envelope -> debts.keySet().removeIf(debt -> debt.message().equals(envelope.id())),
              debts::clear);
    } else if (out.why() instanceof Extinction.Held) {
      held = true;
    } else if (out.why() instanceof Extinction.AwaitingApproval) {
      asksFirst = true;
    } else if (out.why() instanceof Extinction.BudgetExhausted spent) {
      out.envelope()
          .ifPresent(envelope -> stage(new Debt(envelope.id(), spent.project()), Stage.BUDGET));
    }
  }
}
