package aether.mcp;

import aether.message.ProjectId;
import aether.wire.Json;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a tool answers when it does not do what it was asked (CONTRACT §11). */
final class Refusals {
  private Refusals() {}

  static ObjectNode error(String reason) {
    return Json.object().put("error", reason);
  }

  /** With everybody who could be meant. */
  static ObjectNode unknown(String typed, Session session) {
    ObjectNode node = error("unknown body '" + typed + "'");
    ArrayNode known = node.putArray("known");
    bodies(session).map(ProjectId::value).forEach(known::add);
    return node;
  }

  /** Everybody who can be asked, in order of ids. */
  static Stream<ProjectId> bodies(Session session) {
    return session.sky().directory().bodies().keySet().stream().filter(id -> !id.isTransient());
  }
}
