package aether.stargazer;

import aether.bus.Directory;
import aether.bus.EventLog;
import aether.bus.Liveness;
import aether.bus.Recorded;
import aether.event.Event;
import aether.message.ConversationId;
import aether.view.ConstellationView;
import aether.view.ExtinctionLog;
import aether.view.OperatorLog;
import aether.view.Telescope;
import aether.view.Timeline;
import aether.view.ViewCodec;
import aether.wire.Json;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The read models of the bus as JSON, each built anew from the whole mirror. Throws {@link
 * aether.bus.BusException} when the bus does not answer. Safe for use by several threads.
 */
final class Views {
  private final EventLog events;
  private final Directory directory;
  private final Liveness liveness;

  Views(EventLog events, Directory directory, Liveness liveness) {
    this.events = events;
    this.directory = directory;
    this.liveness = liveness;
  }

  /** Asks the bus for something small. */
  void probe() {
    var _ = events.end();
  }

  /** The newest {@code window} records, oldest first. */
  JsonNode recent(int window) {
    ArrayNode array = Json.mapper().createArrayNode();
    events.latest(window).forEach(recorded -> array.add(ViewCodec.tree(recorded)));
    return array;
  }

  /** The timeline of one conversation, or of all together. */
  JsonNode timeline(Optional<ConversationId> conversation) {
    return ViewCodec.tree(
        conversation
            .map(id -> Timeline.of(id, of(id)))
            .orElseGet(() -> Timeline.of(all(_ -> true))));
  }

  JsonNode constellation() {
    return ViewCodec.tree(
        ConstellationView.of(liveness.presence(directory.bodies().keySet()), all(_ -> true)));
  }

  JsonNode extinctions() {
    return ViewCodec.tree(
        ExtinctionLog.of(
            all(e -> e instanceof Event.Extinguished || e instanceof Event.Unrecognised)));
  }

  /** What the latest turn of a conversation does; of no conversation: nothing. */
  JsonNode telescope(Optional<ConversationId> conversation) {
    return conversation
        .map(id -> ViewCodec.tree(Telescope.of(id, of(id))))
        .orElseGet(ViewCodec::noTelescope);
  }

  JsonNode operatorLog() {
    return ViewCodec.tree(
        OperatorLog.of(all(e -> e instanceof Event.Operated || e instanceof Event.Unrecognised)));
  }

  private List<Event> of(ConversationId id) {
    return all(event -> event.conversation().equals(Optional.of(id)));
  }

  private List<Event> all(Predicate<Event> wanted) {
    return events.all(wanted).stream().map(Recorded::event).toList();
  }
}
