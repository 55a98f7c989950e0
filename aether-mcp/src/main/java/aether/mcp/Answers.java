package aether.mcp;

import aether.bus.Body;
import aether.bus.Presence;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.view.Timeline;
import aether.view.ViewCodec;
import aether.wire.Json;
import java.util.Collection;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the tools answer, as JSON (CONTRACT §11). */
final class Answers {
  private static final String NOTE =
      "A Body that is not online reads nothing now; what is sent to it waits in its inbox until its"
          + " Observatory runs.";

  private Answers() {}

  /** Who {@code me} is, and everybody on the bus. */
  static ObjectNode bodies(
      ProjectId me, Collection<Body> bodies, Map<ProjectId, Presence> presence) {
    ObjectNode node = Json.object().put("me", me.value());
    ArrayNode list = node.putArray("bodies");
    for (Body body : bodies) {
      Presence now = presence.getOrDefault(body.id(), new Presence.Offline());
      ObjectNode entry = list.addObject();
      entry.put("id", body.id().value());
      entry.put("description", body.description());
      body.capabilities().forEach(entry.putArray("capabilities")::add);
      entry.put("online", now.isOnline());
    }
    return node.put("note", NOTE);
  }

  /** A thread; one that nobody knows has no hops. */
  static ObjectNode transcript(ConversationId thread, Timeline timeline) {
    JsonNode view = ViewCodec.tree(timeline);
    ObjectNode node = Json.object().put("thread", thread.value());
    ArrayNode hops = node.putArray("hops");
    for (JsonNode hop : view.path("hops")) {
      ObjectNode entry = hops.addObject();
      entry.set("hop", hop.path("hop_count"));
      for (String field : new String[] {"from", "to", "intent", "text"}) {
        entry.set(field, hop.path(field));
      }
    }
    node.set("summaries", view.path("summaries"));
    node.set("operator_actions", view.path("actions"));
    node.set("ended", view.path("terminal"));
    return node;
  }
}
