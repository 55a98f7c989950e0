package aether.desk;

import aether.bus.EventLog;
import aether.bus.Recorded;
import aether.event.Action;
import aether.event.Event;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks a Body and awaits its answer (CONTRACT §12, {@code consult}). The answer is read from the
 * mirror, where it stands in the same transaction in which it is delivered; an answer that comes
 * too late therefore stays there (D41).
 *
 * <p>Whoever asks must be {@linkplain TransientBody announced} for as long as the waiting lasts.
 */
public final class Inquiry {
  private final EventLog events;
  private final Dispatch dispatch;
  private final InstantSource clock;
  private final Function<Envelope, Optional<Envelope>> believed;

  /** One that takes every answer for one. */
  public Inquiry(EventLog events, Dispatch dispatch, InstantSource clock) {
    this(events, dispatch, clock, Optional::of);
  }

  /**
   * One that does not take every answer for one.
   *
   * @param believed as for a {@link Vigil}
   */
  public Inquiry(
      EventLog events,
      Dispatch dispatch,
      InstantSource clock,
      Function<Envelope, Optional<Envelope>> believed) {
    this.believed = believed;
    this.events = events;
    this.dispatch = dispatch;
    this.clock = clock;
  }

  /**
   * Sends {@code question}, a comet, and waits for its answer.
   *
   * @param patience how long; zero looks once
   * @param witness shown every event of the conversation, the answer's included
   */
  public Answer ask(Envelope question, Duration patience, Consumer<Event> witness) {
    ProjectId to = recipient(question);
    Watch watch = new Watch(events, clock, events.end());
    dispatch.audited(
        question, question.from().value(), new Action.Consult(question.conversation(), to));
    return await(new Vigil(question, Set.of(to), believed), watch, patience, witness);
  }

  /** The question with which {@code conversation} began, if a client asked it. */
  public Optional<Envelope> question(ConversationId conversation) {
    return new Watch(events, clock, EventLog.START)
        .find(recorded -> questionIn(recorded, conversation));
  }

  /** Waits on for the answer to {@code question}, which was sent before. */
  public Answer resume(Envelope question, Duration patience, Consumer<Event> witness) {
    Vigil vigil = new Vigil(question, Set.of(recipient(question)), believed);
    Watch watch = new Watch(events, clock, EventLog.START);
    return watch
        .find(recorded -> next(vigil, recorded, witness))
        .<Answer>map(Answer.Reply::new)
        .orElseGet(() -> await(vigil, watch, patience, witness));
  }

  private Answer await(Vigil vigil, Watch watch, Duration patience, Consumer<Event> witness) {
    boolean inTime =
        watch.until(
            clock.instant().plus(patience),
            recorded -> next(vigil, recorded, witness).isEmpty(),
            vigil::isSettled);
    if (!vigil.replies().isEmpty()) {
      return new Answer.Reply(vigil.replies().getFirst());
    }
    return inTime ? vigil.ending() : new Answer.Late();
  }

  private static Optional<Envelope> next(Vigil vigil, Recorded recorded, Consumer<Event> witness) {
    if (vigil.see(recorded.event())) {
      witness.accept(recorded.event());
    }
    return vigil.replies().stream().findFirst();
  }

  private static Optional<Envelope> questionIn(Recorded recorded, ConversationId conversation) {
    return recorded.event() instanceof Event.MessageSent(Envelope envelope, var _)
            && envelope.conversation().equals(conversation)
            && envelope.hops().count() == 0
            && envelope.to() instanceof Recipient.Project
        ? Optional.of(envelope)
        : Optional.empty();
  }

  private static ProjectId recipient(Envelope question) {
    return switch (question.to()) {
      case Recipient.Project(ProjectId id) -> id;
      case Recipient.Everyone _ ->
          throw new IllegalArgumentException("a question is for one Body, not for all of them");
    };
  }
}
