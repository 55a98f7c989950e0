package aether.view;

import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Extinction;
import aether.event.Fragment;
import aether.event.Route;
import aether.event.Traits;
import aether.message.ConversationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Every message that was stopped or deferred, in stream order (CONTRACT §10). */
public record ExtinctionLog(List<Entry> entries) {
  public ExtinctionLog {
    entries = List.copyOf(entries);
  }

  /**
   * One extinction.
   *
   * @param reason the canonical one; {@code unknown} when the record gives none
   * @param why the rule with what it measured; empty when the record is incomplete
   * @param at {@link Event#UNDATED} when the record does not say
   */
  public record Entry(
      String reason,
      Optional<ConversationId> conversation,
      Route route,
      Optional<Extinction> why,
      Instant at) {}

  public static ExtinctionLog of(List<Event> events) {
    return new ExtinctionLog(
        events.stream().map(ExtinctionLog::entry).flatMap(Optional::stream).toList());
  }

  static String reason(Traits traits) {
    return traits.reason().map(EventCodec::canonicalReason).orElse("unknown");
  }

  private static Optional<Entry> entry(Event event) {
    return switch (event) {
      case Event.Extinguished stopped ->
          Optional.of(
              new Entry(
                  EventCodec.canonicalReason(stopped.why()),
                  stopped.conversation(),
                  stopped.route(),
                  Optional.of(stopped.why()),
                  stopped.at()));
      case Event.Unrecognised(Traits traits, _, Instant at) ->
          traits
              .fragment()
              .filter(Fragment.Stopped.class::isInstance)
              .map(Fragment.Stopped.class::cast)
              .map(stopped ->
                  new Entry(
                      reason(traits),
                      traits.conversation(),
                      stopped.route(),
                      Optional.empty(),
                      at));
      case Event.MessageSent _,
          Event.ProcessingStarted _,
          Event.ProcessingDone _,
          Event.Progress _,
          Event.Operated _,
          Event.BusEpochChanged _ ->
          Optional.empty();
    };
  }
}
