package aether.view;

import aether.event.Action;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Fragment;
import aether.event.Traits;
import aether.message.ConversationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What humans, or sessions on their behalf, did, in stream order (CONTRACT §10). */
public record OperatorLog(List<Entry> entries) {
  public OperatorLog {
    entries = List.copyOf(entries);
  }

  /**
   * One action.
   *
   * @param action its wire name, known or not
   * @param known the action itself; empty when this version does not know it
   * @param at {@link Event#UNDATED} when the record does not say
   */
  public record Entry(
      String actor,
      String action,
      Optional<ConversationId> conversation,
      Optional<String> reason,
      Optional<Action> known,
      Instant at) {}

  public static OperatorLog of(List<Event> events) {
    return new OperatorLog(
        events.stream().map(OperatorLog::entry).flatMap(Optional::stream).toList());
  }

  private static Optional<Entry> entry(Event event) {
    return switch (event) {
      case Event.Operated(String actor, Action action, Instant at) ->
          Optional.of(
              new Entry(
                  actor,
                  EventCodec.wireName(action),
                  action.conversation(),
                  EventCodec.reason(action),
                  Optional.of(action),
                  at));
      case Event.Unrecognised(Traits traits, _, Instant at) ->
          traits
              .fragment()
              .filter(Fragment.Deed.class::isInstance)
              .map(Fragment.Deed.class::cast)
              .map(deed ->
                  new Entry(
                      deed.actor(),
                      deed.action(),
                      traits.conversation(),
                      traits.reason(),
                      Optional.empty(),
                      at));
      case Event.MessageSent _,
          Event.ProcessingStarted _,
          Event.ProcessingDone _,
          Event.Extinguished _,
          Event.Progress _,
          Event.BusEpochChanged _ ->
          Optional.empty();
    };
  }
}
