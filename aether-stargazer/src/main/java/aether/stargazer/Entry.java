package aether.stargazer;

import aether.bus.Recorded;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Traits;
import aether.message.ConversationId;
import aether.view.ConstellationView;
import aether.view.Glimpse;
import aether.view.PageCodec;
import aether.view.ViewCodec;
import aether.wire.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;

/**
 * A record of the mirror as it is kept and sent: encoded once, however many watch.
 *
 * @param seq its place among all this server has seen, from 0
 * @param bodies the ids it touches
 * @param frame what a client of {@code /stream} gets
 * @param view what the page gets
 */
record Entry(
    long seq,
    Position position,
    Optional<ConversationId> conversation,
    Set<String> bodies,
    Glimpse glimpse,
    Frame frame,
    Frame view) {

  static Entry of(long seq, Recorded recorded) {
    Event event = recorded.event();
    Glimpse glimpse = Glimpse.of(event);
    ArrayNode row = PageCodec.tree(glimpse, Position.of(recorded.position()).millis());
    return new Entry(
        seq,
        Position.of(recorded.position()),
        event.conversation(),
        ConstellationView.touched(event),
        glimpse,
        Frame.event(recorded.position(), type(event), Json.write(ViewCodec.tree(event))),
        Frame.event(recorded.position(), "seen", Json.write(row)));
  }

  /** The event, read again from what is kept of it. */
  Recorded recorded() {
    String data = data();
    String raw =
        Json.read(data)
            .filter(node -> node.isString())
            .map(node -> node.stringValue())
            .orElse(data);
    return new Recorded(position.toString(), EventCodec.decode(raw));
  }

  Event event() {
    return recorded().event();
  }

  /** Whether it had happened at {@code time}. */
  boolean wasThere(Instant time) {
    return !glimpse.at().isAfter(time);
  }

  /** The record as JSON on one line. */
  String data() {
    return frame.data();
  }

  /** Whether the record's text has {@code words}, in lower case, in it. */
  boolean says(String words) {
    return frame.says(words);
  }

  /** The {@code event_type} of a record (CONTRACT §4). */
  private static String type(Event event) {
    return switch (event) {
      case Event.MessageSent _ -> "message";
      case Event.ProcessingStarted _, Event.Progress _ -> "progress";
      case Event.ProcessingDone _ -> "done";
      case Event.Extinguished _ -> "terminated";
      case Event.Operated _ -> "operator_action";
      case Event.BusEpochChanged _ -> "bus";
      case Event.Unrecognised(Traits traits, _, _) ->
          traits.eventType().matches("[a-z_]{1,40}") ? traits.eventType() : "unrecognised";
    };
  }
}
