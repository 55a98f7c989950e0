package aether.view;

import aether.bus.Presence;
import aether.bus.Recorded;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Milestone;
import aether.event.Route;
import aether.event.TurnUsageCodec;
import aether.message.ConversationId;
import aether.message.Iso8601;
import aether.message.ProjectId;
import aether.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The read models as JSON, with the fields of the first Aether (CONTRACT §10). Fields of ours are
 * there only when they say something that it could not know.
 */
public final class ViewCodec {
  private ViewCodec() {}

  public static ObjectNode tree(Timeline timeline) {
    ObjectNode node = Json.object();
    node.put("conversation_id", value(timeline.conversation()));
    node.set("hops", array(timeline.hops().stream().map(ViewCodec::hop)));
    node.set("summaries", array(timeline.summaries().stream().map(ViewCodec::summary)));
    node.set("terminal", timeline.terminal().map(ViewCodec::terminal).orElse(null));
    node.set("actions", array(timeline.actions().stream().map(ViewCodec::action)));
    return node;
  }

  /** By id; {@code state} is there for a Body that thinks, is suspended or killed. */
  public static ObjectNode tree(ConstellationView constellation) {
    ObjectNode node = Json.object();
    constellation
        .stars()
        .forEach((id, star) -> {
          ObjectNode body = node.putObject(id);
          body.put("project_id", id);
          body.put("activity", star.activity());
          body.put("online", star.presence().isOnline());
          state(star.presence()).ifPresent(state -> body.put("state", state));
        });
    return node;
  }

  /** The latest turn; {@code turns} has each Body's own when there are several. */
  public static ObjectNode tree(Telescope telescope) {
    ObjectNode node = Json.object();
    node.put("conversation_id", telescope.conversation().value());
    put(node, telescope.latest());
    if (telescope.turns().size() > 1) {
      node.set(
          "turns",
          array(
              telescope.turns().stream()
                  .map(turn -> {
                    ObjectNode own = Json.object();
                    own.put("project_id", turn.project().map(ProjectId::value).orElse(null));
                    put(own, Optional.of(turn));
                    return own;
                  })));
    }
    return node;
  }

  /** A telescope that points at no conversation. */
  public static ObjectNode noTelescope() {
    ObjectNode node = Json.object();
    node.put("conversation_id", "");
    put(node, Optional.empty());
    return node;
  }

  /** {@code detail} is there when the writer said what it measured. */
  public static ArrayNode tree(ExtinctionLog log) {
    return array(log.entries().stream().map(ViewCodec::extinction));
  }

  public static ArrayNode tree(OperatorLog log) {
    return array(log.entries().stream().map(ViewCodec::operation));
  }

  /** A record and its place in the mirror. */
  public static ObjectNode tree(Recorded recorded) {
    ObjectNode node = Json.object();
    node.put("id", recorded.position());
    node.set("record", tree(recorded.event()));
    return node;
  }

  /** The record as it stands on the bus; one that is no JSON as a string. */
  public static JsonNode tree(Event event) {
    String data = EventCodec.encode(event);
    return Json.read(data).orElseGet(() -> JsonNodeFactory.instance.stringNode(data));
  }

  /** The record on one line, whatever its writer's layout; nothing in it drives a terminal. */
  public static String line(Event event) {
    return TerminalText.json(Json.write(tree(event)));
  }

  private static ObjectNode hop(Timeline.Hop hop) {
    ObjectNode node = Json.object();
    node.put("seq", hop.seq());
    node.put("to", hop.route().to().orElse(null));
    node.put("hop_count", hop.route().hop().orElse(null));
    node.put("intent", hop.intent());
    node.put("text", hop.text());
    node.put("message_id", hop.route().messageId().orElse(null));
    node.put("conversation_id", value(hop.conversation()));
    node.put("from", hop.route().from().orElse(null));
    return node;
  }

  /** {@code by} is the message's recipient; {@code project} with the cost is who did it. */
  private static ObjectNode summary(Timeline.Summary summary) {
    ObjectNode node = Json.object();
    node.put("by", summary.route().to().orElse(null));
    node.put("summary", summary.summary());
    node.put("message_id", summary.route().messageId().orElse(null));
    summary
        .usage()
        .ifPresent(usage -> {
          summary.project().ifPresent(project -> node.put("project", project.value()));
          TurnUsageCodec.put(node, usage);
        });
    return node;
  }

  private static ObjectNode terminal(Timeline.Terminal terminal) {
    ObjectNode node = Json.object();
    node.put("reason", terminal.reason());
    Route route = terminal.route();
    node.put("to", route.to().orElse(null));
    node.put("from", route.from().orElse(null));
    node.put("hop_count", route.hop().orElse(null));
    node.put("message_id", route.messageId().orElse(null));
    return node;
  }

  private static ObjectNode action(OperatorLog.Entry entry) {
    ObjectNode node = Json.object();
    node.put("actor", entry.actor());
    node.put("action", entry.action());
    node.put("ts", time(entry.at()));
    node.put("reason", entry.reason().orElse(null));
    return node;
  }

  private static ObjectNode operation(OperatorLog.Entry entry) {
    ObjectNode node = Json.object();
    node.put("actor", entry.actor());
    node.put("action", entry.action());
    node.put("conversation_id", value(entry.conversation()));
    node.put("ts", time(entry.at()));
    node.put("reason", entry.reason().orElse(null));
    node.set("detail", entry.known().map(EventCodec::details).orElseGet(Json::object));
    return node;
  }

  private static ObjectNode extinction(ExtinctionLog.Entry entry) {
    Route route = entry.route();
    ObjectNode node = Json.object();
    node.put("reason", entry.reason());
    node.put("conversation_id", value(entry.conversation()));
    node.put("from_", route.from().orElse(null));
    node.put("to", route.to().orElse(null));
    node.put("hop_count", route.hop().orElse(null));
    node.put("message_id", route.messageId().orElse(null));
    node.put("ts", time(entry.at()));
    node.put("from", route.from().orElse(null));
    entry.why().flatMap(Words::measure).ifPresent(measure -> node.put("detail", measure));
    return node;
  }

  private static void put(ObjectNode node, Optional<Telescope.Turn> turn) {
    List<Milestone> milestones = turn.map(Telescope.Turn::milestones).orElse(List.of());
    node.set("milestones", array(milestones.stream().map(EventCodec::tree)));
    node.put("ended", turn.map(Telescope.Turn::ended).orElse(false));
  }

  private static Optional<String> state(Presence presence) {
    return switch (presence) {
      case Presence.Offline _, Presence.Idle _ -> Optional.empty();
      case Presence.Thinking _ -> Optional.of("thinking");
      case Presence.Suspended _ -> Optional.of("suspended");
      case Presence.Killed _ -> Optional.of("killed");
    };
  }

  private static @Nullable String value(Optional<ConversationId> id) {
    return id.map(ConversationId::value).orElse(null);
  }

  private static @Nullable String time(Instant at) {
    return at.equals(Event.UNDATED) ? null : Iso8601.format(at);
  }

  private static ArrayNode array(Stream<? extends JsonNode> items) {
    ArrayNode array = Json.mapper().createArrayNode();
    items.forEach(array::add);
    return array;
  }
}
