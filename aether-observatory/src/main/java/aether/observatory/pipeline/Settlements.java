package aether.observatory.pipeline;

import aether.bus.write.Entry;
import aether.bus.write.Settlement;
import aether.bus.write.Settlement.Outgoing;
import aether.bus.write.Settlement.SessionChange;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.ProjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns a decided outcome into the one transaction that makes it so. The only place that knows
 * which events an outcome leaves behind (CONTRACT §4, §5).
 */
record Settlements(ProjectId me, Entry entry, Optional<Envelope> envelope, Instant now) {

  /**
   * The settlement of {@code outcome}.
   *
   * @param milestones what the telescope has not yet written of the turn; comes first
   */
  Settlement of(Outcome outcome, List<Event> milestones) {
    return switch (outcome) {
      case Outcome.Skipped _ -> unlogged(List.of());
      case Outcome.Parked _ ->
          throw new IllegalArgumentException("a parked message is not settled");
      case Outcome.Stopped(Extinction.Duplicate why) -> unlogged(List.of(extinguished(why)));
      case Outcome.Stopped(Extinction why) -> stopped(why, milestones);
      case Outcome.Dead dead -> dead(dead, milestones);
      case Outcome.Silent(Outcome.TurnEnd end, Optional<String> reason) ->
          ended(end, reason, new Outgoing.None(), events(milestones, done(end, reason)));
      case Outcome.Withheld(Outcome.TurnEnd end, Extinction why) -> withheld(end, why, milestones);
      case Outcome.Replied replied -> replied(replied, milestones);
      case Outcome.Submitted submitted -> submitted(submitted, milestones);
    };
  }

  private Settlement withheld(Outcome.TurnEnd end, Extinction why, List<Event> milestones) {
    String reason = EventCodec.reason(why);
    Optional<String> said =
        why instanceof Extinction.MalformedOutput ? Optional.of(reason) : Optional.empty();
    return ended(
        end,
        Optional.of(reason),
        new Outgoing.None(),
        events(milestones, done(end, said), extinguished(why)));
  }

  private Settlement replied(Outcome.Replied replied, List<Event> milestones) {
    Envelope reply = replied.reply();
    List<Event> events =
        events(
            milestones, done(replied.end(), Optional.empty()), new Event.MessageSent(reply, now));
    if (replied.held()) {
      events.add(
          extinguished(new Extinction.Held(new ProjectId(reply.to().address()), reply.id())));
    }
    return ended(replied.end(), Optional.empty(), new Outgoing.Sent(reply), events);
  }

  /** That it waits is said first: whoever follows the conversation never finds it settled. */
  private Settlement submitted(Outcome.Submitted submitted, List<Event> milestones) {
    Envelope reply = submitted.reply();
    Extinction why =
        new Extinction.AwaitingApproval(new ProjectId(reply.to().address()), reply.id());
    return ended(
        submitted.end(),
        Optional.empty(),
        new Outgoing.Submitted(reply),
        events(milestones, extinguished(why), done(submitted.end(), Optional.empty())));
  }

  private Settlement dead(Outcome.Dead dead, List<Event> milestones) {
    Extinction why =
        new Extinction.DeadLettered(dead.cause(), me, entry.id(), dead.error(), dead.attempts());
    String reason = EventCodec.reason(why);
    return new Settlement(
        entry,
        dead.cause().isRefused() ? Optional.empty() : envelope,
        dead.attempts(),
        Optional.empty(),
        Optional.of(reason),
        new SessionChange.Keep(),
        Optional.empty(),
        events(milestones, extinguished(why)),
        Optional.of(new Settlement.DeadLetter(dead.cause(), dead.error(), dead.attempts())),
        Optional.empty());
  }

  private Settlement stopped(Extinction why, List<Event> milestones) {
    return ended(
        Outcome.TurnEnd.without(0),
        Optional.of(EventCodec.reason(why)),
        new Outgoing.None(),
        events(milestones, extinguished(why)));
  }

  /** Removes the entry and leaves the log of its message as it is. */
  private Settlement unlogged(List<Event> events) {
    return new Settlement(
        entry,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty(),
        new SessionChange.Keep(),
        Optional.empty(),
        events,
        Optional.empty(),
        Optional.empty());
  }

  private Settlement ended(
      Outcome.TurnEnd end, Optional<String> reason, Outgoing outgoing, List<Event> events) {
    return new Settlement(
        entry,
        envelope,
        end.attempts(),
        end.stored(),
        reason,
        end.session()
            .<SessionChange>map(SessionChange.Remember::new)
            .orElse(new SessionChange.Keep()),
        outgoing,
        events,
        Optional.empty(),
        Optional.empty());
  }

  private Event done(Outcome.TurnEnd end, Optional<String> reason) {
    return new Event.ProcessingDone(
        envelope.orElseThrow(), me, end.summary(), reason, end.usage(), now);
  }

  private Event extinguished(Extinction why) {
    return new Event.Extinguished(envelope, envelope.map(Envelope::conversation), why, now);
  }

  private static List<Event> events(List<Event> first, Event... then) {
    List<Event> all = new ArrayList<>(first);
    all.addAll(List.of(then));
    return all;
  }
}
