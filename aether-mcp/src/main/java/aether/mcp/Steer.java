package aether.mcp;

import aether.bus.ControlState;
import aether.bus.write.ControlSwitch;
import aether.event.Action;
import aether.event.Event;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.wire.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code aether_control}: pauses, resumes or ends a thread that a session of this project started;
 * with the operator's token in the server's environment, any thread (D25).
 */
final class Steer {
  private enum Order {
    PAUSE,
    RESUME,
    TERMINATE
  }

  private final Strands strands;
  private final boolean operator;

  /**
   * @param operator whether the operator's token is in the environment of this server
   */
  Steer(Strands strands, boolean operator) {
    this.strands = strands;
    this.operator = operator;
  }

  ObjectNode answer(Session session, Call call) {
    String action = call.text("action");
    Optional<Order> order = order(action);
    if (order.isEmpty()) {
      ObjectNode node = Refusals.error("unknown action '" + action + "'");
      List.of(Order.values()).forEach(o -> node.withArray("valid").add(word(o)));
      return node;
    }
    String typed = call.text("thread");
    Optional<ConversationId> thread = ConversationId.parse(typed);
    if (thread.isEmpty()) {
      return Refusals.error("'" + typed + "' is no thread; give " + ConversationId.SPELLING);
    }
    if (!operator && !isOurs(session, thread.get())) {
      return Refusals.error(
          "thread '"
              + typed
              + "' was not started by this session; the operator decides about it"
              + " (`aether operator`), or start this server with AETHER_OPERATOR_TOKEN");
    }
    ControlState state = carryOut(session, thread.get(), order.get());
    return Json.object()
        .put("conversation_id", typed)
        .put("state", state.name().toLowerCase(Locale.ROOT));
  }

  private static ControlState carryOut(Session session, ConversationId thread, Order order) {
    ControlSwitch controls = session.sky().controls();
    String actor = session.me().value();
    return switch (order) {
      case PAUSE -> controls.pause(thread, actor);
      case RESUME -> controls.resume(thread, actor);
      case TERMINATE -> {
        controls.terminate(thread, actor);
        yield ControlState.KILLED;
      }
    };
  }

  /** Whether its first message is of this project's sessions, or one of them had it written. */
  private boolean isOurs(Session session, ConversationId thread) {
    Optional<Envelope> first =
        strands.with(
            thread,
            session.sky().events(),
            strand -> strand.messages().stream().filter(m -> m.hops().count() == 0).findFirst());
    return first
        .filter(origin -> session.isOurs(origin.from()) || wasOpened(session, origin))
        .isPresent();
  }

  /** The audit tells: anybody can write anything into a context. */
  private static boolean wasOpened(Session session, Envelope origin) {
    return session.sky().events().all(event -> isOpening(session, origin, event)).stream()
        .findAny()
        .isPresent();
  }

  private static boolean isOpening(Session session, Envelope origin, Event event) {
    return event instanceof Event.Operated(String actor, Action.Inject inject, var _)
        && inject.message().equals(origin.id())
        && !actor.isBlank()
        && actor.length() <= 63
        && session.isOurs(new ProjectId(actor));
  }

  private static Optional<Order> order(String action) {
    return switch (action.toLowerCase(Locale.ROOT)) {
      case "pause" -> Optional.of(Order.PAUSE);
      case "resume" -> Optional.of(Order.RESUME);
      case "terminate", "kill", "stop" -> Optional.of(Order.TERMINATE);
      case String _ -> Optional.empty();
    };
  }

  private static String word(Order order) {
    return order.name().toLowerCase(Locale.ROOT);
  }
}
