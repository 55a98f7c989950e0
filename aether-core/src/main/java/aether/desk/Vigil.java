package aether.desk;

import aether.event.Event;
import aether.event.Extinction;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Watches one conversation on behalf of whoever began it: what has come back, and whether anything
 * can still come. Not safe for several threads.
 */
public final class Vigil {
  /** A message that somebody has yet to deal with. */
  private record Debt(MessageId message, ProjectId owner) {}

  private final ConversationId conversation;
  private final ProjectId waiting;
  private final Function<Envelope, Optional<Envelope>> believed;
  private final Set<Debt> debts = new HashSet<>();
  private final List<Envelope> replies = new ArrayList<>();
  private Optional<Extinction> stopped = Optional.empty();
  private String summary = "";

  /**
   * @param sent the message whose answer is awaited
   * @param audience who will deal with it: its recipient, or for a wave the Bodies that are online
   */
  public Vigil(Envelope sent, Collection<ProjectId> audience) {
    this(sent, audience, Optional::of);
  }

  /**
   * One that does not take every answer for one.
   *
   * @param believed the answer with what is known of its sender; empty when it counts as none
   */
  public Vigil(
      Envelope sent,
      Collection<ProjectId> audience,
      Function<Envelope, Optional<Envelope>> believed) {
    this.believed = believed;
    this.conversation = sent.conversation();
    this.waiting = sent.from();
    audience.forEach(owner -> debts.add(new Debt(sent.id(), owner)));
  }

  /** Takes note of {@code event}. @return whether it belongs to this conversation */
  public boolean see(Event event) {
    if (!event.conversation().equals(Optional.of(conversation))) {
      return false;
    }
    switch (event) {
      case Event.MessageSent(Envelope envelope, var _) -> sent(envelope);
      case Event.ProcessingDone done -> done(done);
      case Event.Extinguished out -> extinguished(out);
      case Event.ProcessingStarted _,
          Event.Progress _,
          Event.Operated _,
          Event.BusEpochChanged _,
          Event.Unrecognised _ -> {}
    }
    return true;
  }

  /** The answers so far, in order. */
  public List<Envelope> replies() {
    return List.copyOf(replies);
  }

  /** Whether nobody has anything left to do in this conversation. */
  public boolean isSettled() {
    return debts.isEmpty();
  }

  /** How it ended without an answer, as far as is known. */
  public Answer ending() {
    return stopped.<Answer>map(Answer.Stopped::new).orElseGet(() -> new Answer.Silence(summary));
  }

  private void sent(Envelope envelope) {
    switch (envelope.to()) {
      case Recipient.Project(ProjectId id) when id.equals(waiting) -> {
        Optional<Envelope> reply = believed.apply(envelope);
        reply.ifPresent(replies::add);
        reply.ifPresent(_ -> debts.remove(new Debt(envelope.id(), id)));
      }
      case Recipient.Project(ProjectId id) -> debts.add(new Debt(envelope.id(), id));
      case Recipient.Everyone _ -> {}
    }
  }

  private void done(Event.ProcessingDone done) {
    debts.remove(new Debt(done.envelope().id(), done.project()));
    summary = done.summary();
  }

  private void extinguished(Event.Extinguished out) {
    switch (out.why()) {
      case Extinction.AwaitingApproval(ProjectId to, MessageId held) ->
          debts.add(new Debt(held, to));
      case Extinction.Denied(ProjectId to, MessageId held) -> debts.remove(new Debt(held, to));
      case Extinction _ -> {}
    }
    if (!leavesNothingToDo(out.why())) {
      return;
    }
    stopped = Optional.of(out.why());
    switch (out.envelope().orElse(null)) {
      case null -> debts.clear();
      case Envelope envelope when envelope.to() instanceof Recipient.Project(ProjectId id) ->
          debts.remove(new Debt(envelope.id(), id));
      case Envelope _ -> {}
    }
  }

  /**
   * Whether nobody will work on that message any more. That differs from {@link Extinction#ends()}:
   * a duplicate is over, but the message it repeats may still be in work; and after a suppressed
   * courtesy, though nothing was lost by it, no answer will come.
   */
  public static boolean leavesNothingToDo(Extinction why) {
    return switch (why) {
      case Extinction.Held _,
          Extinction.BudgetExhausted _,
          Extinction.AwaitingApproval _,
          Extinction.Duplicate _ ->
          false;
      case Extinction.Horizon _,
          Extinction.RateLimited _,
          Extinction.OperatorKill _,
          Extinction.MalformedOutput _,
          Extinction.AckSuppressed _,
          Extinction.InvalidRecipient _,
          Extinction.WaveReplyForbidden _,
          Extinction.NotAllowed _,
          Extinction.RecipientNotAllowed _,
          Extinction.ReplyBlocked _,
          Extinction.DeadLettered _,
          Extinction.Denied _,
          Extinction.Expired _,
          Extinction.Loop _ ->
          true;
    };
  }
}
