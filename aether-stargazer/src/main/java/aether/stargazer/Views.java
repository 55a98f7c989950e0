package aether.stargazer;

import aether.bus.Directory;
import aether.bus.Liveness;
import aether.bus.Presence;
import aether.event.Event;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.view.ConstellationView;
import aether.view.ExtinctionLog;
import aether.view.Glimpse.Kind;
import aether.view.OperatorLog;
import aether.view.Telescope;
import aether.view.Timeline;
import aether.view.ViewCodec;
import aether.wire.Json;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The read models of the first Aether as JSON, of all that the mirror holds. Throws {@link
 * aether.bus.BusException} when the bus does not answer. Safe for use by several threads.
 */
final class Views {
  private static final EnumSet<Kind> STOPS = EnumSet.of(Kind.STOPPED, Kind.DEFERRED, Kind.UNKNOWN);
  private static final EnumSet<Kind> DEEDS = EnumSet.of(Kind.ACTION, Kind.UNKNOWN);

  private final Archive archive;
  private final Directory directory;
  private final Liveness liveness;

  Views(Archive archive, Directory directory, Liveness liveness) {
    this.archive = archive;
    this.directory = directory;
    this.liveness = liveness;
  }

  /** Asks the bus for something small. */
  void probe() {
    archive.catchUp();
  }

  /** The newest {@code window} records, oldest first. */
  JsonNode recent(int window) {
    archive.catchUp();
    ArrayNode array = Json.mapper().createArrayNode();
    archive.latest(window).forEach(entry -> array.add(ViewCodec.tree(entry.recorded())));
    return array;
  }

  /** The timeline of one conversation, or of all together. */
  JsonNode timeline(Optional<ConversationId> conversation) {
    return ViewCodec.tree(
        conversation
            .map(id -> Timeline.of(id, of(id)))
            .orElseGet(() -> Timeline.of(all(entry -> entry.glimpse().kind() != Kind.STEP))));
  }

  JsonNode constellation() {
    archive.catchUp();
    Map<ProjectId, Presence> registered = liveness.presence(directory.bodies().keySet());
    return ViewCodec.tree(ConstellationView.of(registered, archive.activity()));
  }

  JsonNode extinctions() {
    return ViewCodec.tree(ExtinctionLog.of(all(e -> STOPS.contains(e.glimpse().kind()))));
  }

  /** What the latest turn of a conversation does; of no conversation: nothing. */
  JsonNode telescope(Optional<ConversationId> conversation) {
    return conversation
        .map(id -> ViewCodec.tree(Telescope.of(id, of(id))))
        .orElseGet(ViewCodec::noTelescope);
  }

  JsonNode operatorLog() {
    return ViewCodec.tree(OperatorLog.of(all(e -> DEEDS.contains(e.glimpse().kind()))));
  }

  private List<Event> of(ConversationId id) {
    archive.catchUp();
    return archive.of(id).stream().map(Entry::event).toList();
  }

  private List<Event> all(Predicate<Entry> wanted) {
    archive.catchUp();
    return archive.all(wanted).stream().map(Entry::event).toList();
  }
}
