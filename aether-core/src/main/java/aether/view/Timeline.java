package aether.view;

import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Fragment;
import aether.event.Route;
import aether.event.TurnUsage;
import aether.message.ConversationId;
import aether.message.EnvelopeCodec;
import aether.message.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was said in a conversation, in stream order (CONTRACT §10).
 *
 * @param conversation the one it is about; empty when it is about all
 * @param hops one for each message event that says from whom, to whom and at which hop
 * @param summaries what was done
 * @param terminal the last extinction that is an end ({@link aether.event.Extinction#ends()})
 * @param actions what operators did
 */
public record Timeline(
    Optional<ConversationId> conversation,
    List<Hop> hops,
    List<Summary> summaries,
    Optional<Terminal> terminal,
    List<OperatorLog.Entry> actions) {
  public Timeline {
    hops = List.copyOf(hops);
    summaries = List.copyOf(summaries);
    actions = List.copyOf(actions);
  }

  /**
   * One message.
   *
   * @param seq its place among the hops, from 0
   * @param route has sender, recipient and hop
   */
  public record Hop(
      int seq, Route route, String intent, String text, Optional<ConversationId> conversation) {}

  /**
   * One message done.
   *
   * @param route the route of the message
   * @param project who did it, where the record says
   * @param usage what the turn cost, where one ran and the record says
   */
  public record Summary(
      Route route, String summary, Optional<ProjectId> project, Optional<TurnUsage> usage) {}

  /** How it ended. */
  public record Terminal(String reason, Route route) {}

  /** The timeline of one conversation, whatever else is among {@code events}. */
  public static Timeline of(ConversationId conversation, List<Event> events) {
    return of(Optional.of(conversation), events);
  }

  /** The timeline of everything. */
  public static Timeline of(List<Event> events) {
    return of(Optional.empty(), events);
  }

  private static Timeline of(Optional<ConversationId> conversation, List<Event> events) {
    List<Event> ours =
        events.stream()
            .filter(e -> conversation.isEmpty() || e.conversation().equals(conversation))
            .toList();
    List<Hop> hops = new ArrayList<>();
    ours.forEach(event -> hop(hops.size(), event).ifPresent(hops::add));
    return new Timeline(
        conversation,
        hops,
        ours.stream().map(Timeline::summary).flatMap(Optional::stream).toList(),
        ours.stream().map(Timeline::terminal).flatMap(Optional::stream).reduce((_, later) -> later),
        OperatorLog.of(ours).entries());
  }

  private static Optional<Hop> hop(int seq, Event event) {
    return switch (event) {
      case Event.MessageSent(var envelope, _) ->
          Optional.of(
              new Hop(
                  seq,
                  Route.of(envelope),
                  EnvelopeCodec.wireName(envelope.content().intent()),
                  envelope.content().text(),
                  event.conversation()));
      case Event.Unrecognised unrecognised ->
          unrecognised.traits().fragment().flatMap(f -> hop(seq, unrecognised, f));
      case Event.ProcessingStarted _,
          Event.ProcessingDone _,
          Event.Extinguished _,
          Event.Progress _,
          Event.Operated _,
          Event.BusEpochChanged _ ->
          Optional.empty();
    };
  }

  private static Optional<Hop> hop(int seq, Event event, Fragment fragment) {
    if (!(fragment instanceof Fragment.Message(Route route, String intent, String text))) {
      return Optional.empty();
    }
    boolean routed = route.from().isPresent() && route.to().isPresent() && route.hop().isPresent();
    return routed
        ? Optional.of(new Hop(seq, route, intent, text, event.conversation()))
        : Optional.empty();
  }

  private static Optional<Summary> summary(Event event) {
    return switch (event) {
      case Event.ProcessingDone done ->
          Optional.of(
              new Summary(
                  Route.of(done.envelope()),
                  done.summary(),
                  Optional.of(done.project()),
                  done.usage()));
      case Event.Unrecognised unrecognised ->
          unrecognised
              .traits()
              .fragment()
              .filter(Fragment.Done.class::isInstance)
              .map(Fragment.Done.class::cast)
              .map(d -> new Summary(d.route(), d.summary(), Optional.empty(), Optional.empty()));
      case Event.MessageSent _,
          Event.ProcessingStarted _,
          Event.Extinguished _,
          Event.Progress _,
          Event.Operated _,
          Event.BusEpochChanged _ ->
          Optional.empty();
    };
  }

  private static Optional<Terminal> terminal(Event event) {
    return switch (event) {
      case Event.Extinguished stopped when stopped.why().ends() ->
          Optional.of(new Terminal(EventCodec.canonicalReason(stopped.why()), stopped.route()));
      case Event.Unrecognised unrecognised ->
          unrecognised
              .traits()
              .fragment()
              .filter(f -> f instanceof Fragment.Stopped stopped && stopped.ends())
              .map(Fragment.Stopped.class::cast)
              .map(s -> new Terminal(ExtinctionLog.reason(unrecognised.traits()), s.route()));
      case Event.Extinguished _,
          Event.MessageSent _,
          Event.ProcessingStarted _,
          Event.ProcessingDone _,
          Event.Progress _,
          Event.Operated _,
          Event.BusEpochChanged _ ->
          Optional.empty();
    };
  }
}
