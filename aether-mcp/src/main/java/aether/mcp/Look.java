package aether.mcp;

import aether.bus.Body;
import aether.bus.Recorded;
import aether.event.Event;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.view.Timeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** {@code aether_list_bodies} and {@code aether_transcript}: they read and nothing else. */
final class Look {
  /** Whose descriptions are shown: Bodies, not clients that wait for answers. */
  ObjectNode bodies(Session session) {
    Map<ProjectId, Body> bodies = new TreeMap<>(session.sky().directory().bodies());
    bodies.keySet().removeIf(ProjectId::isTransient);
    return Answers.bodies(
        session.me(), bodies.values(), session.sky().liveness().presence(bodies.keySet()));
  }

  ObjectNode transcript(Session session, ConversationId thread) {
    List<Event> events =
        session
            .sky()
            .events()
            .all(event -> event.conversation().equals(Optional.of(thread)))
            .stream()
            .map(Recorded::event)
            .toList();
    return Answers.transcript(thread, Timeline.of(thread, events));
  }
}
