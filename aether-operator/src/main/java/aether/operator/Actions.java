package aether.operator;

import aether.bus.ControlState;
import aether.bus.write.ControlSwitch.Removal;
import aether.desk.OperatorDesk;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.wire.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decisions about conversations and Bodies, by their paths. Each is carried out and audited in one
 * step, then answered with the state that holds from now on.
 */
final class Actions {
  private final OperatorDesk desk;
  private final Supplier<List<ConversationId>> open;

  /**
   * @param open the conversations that have not ended
   */
  Actions(OperatorDesk desk, Supplier<List<ConversationId>> open) {
    this.desk = desk;
    this.open = open;
  }

  Map<String, Function<Order, Reply>> byPath() {
    Map<String, Function<Order, Reply>> paths = new TreeMap<>();
    paths.put("/pause", this::pause);
    paths.put("/resume", this::resume);
    paths.put("/terminate", this::terminate);
    paths.put("/terminate_all", this::terminateAll);
    paths.put("/kill_project", this::kill);
    paths.put("/revive_project", this::revive);
    paths.put("/pause_project", this::pauseBody);
    paths.put("/resume_project", this::resumeBody);
    paths.put("/unregister", this::unregister);
    paths.put("/ask_first", this::askFirst);
    return paths;
  }

  private Reply pause(Order order) {
    ConversationId id = order.conversation();
    return state(Order.CONVERSATION, id.value(), desk.controls().pause(id, desk.actor()));
  }

  private Reply resume(Order order) {
    ConversationId id = order.conversation();
    return state(Order.CONVERSATION, id.value(), desk.controls().resume(id, desk.actor()));
  }

  private Reply terminate(Order order) {
    ConversationId id = order.conversation();
    desk.controls().terminate(id, desk.actor());
    return state(Order.CONVERSATION, id.value(), ControlState.KILLED);
  }

  /** Ends every conversation that has not ended; {@code confirm} must say so. */
  private Reply terminateAll(Order order) {
    if (!order.text("confirm").equals("all")) {
      throw Order.unusable("confirm", "must be 'all', to end every open conversation");
    }
    ObjectNode answer = Json.object();
    ArrayNode ended = answer.putArray("terminated");
    for (ConversationId id : open.get()) {
      desk.controls().terminate(id, desk.actor());
      ended.add(id.value());
    }
    return Reply.ok(answer.put("count", ended.size()));
  }

  private Reply kill(Order order) {
    ProjectId id = order.project();
    desk.controls().kill(id, desk.actor());
    return state(Order.PROJECT, id.value(), ControlState.KILLED);
  }

  private Reply revive(Order order) {
    ProjectId id = order.project();
    boolean wasKilled = desk.controls().revive(id, desk.actor());
    return with(state(Order.PROJECT, id.value(), ControlState.ACTIVE), "revived", wasKilled);
  }

  private Reply pauseBody(Order order) {
    ProjectId id = order.project();
    boolean _ = desk.controls().pause(id, desk.actor());
    return state(Order.PROJECT, id.value(), ControlState.PAUSED);
  }

  private Reply resumeBody(Order order) {
    ProjectId id = order.project();
    boolean wasPaused = desk.controls().resume(id, desk.actor());
    return with(state(Order.PROJECT, id.value(), ControlState.ACTIVE), "resumed", wasPaused);
  }

  private Reply unregister(Order order) {
    ProjectId id = order.project();
    Removal removal = desk.controls().unregister(id, order.flag("force"), desk.actor());
    ObjectNode node = Json.object().put(Order.PROJECT, id.value());
    return switch (removal) {
      case REMOVED -> Reply.ok(node.put("state", "removed").put("removed", true));
      case ABSENT -> Reply.ok(node.put("state", "absent").put("removed", false));
      case ONLINE ->
          new Reply(
              409,
              Json.object()
                  .put(
                      "detail",
                      "'" + id + "' is online; end it first, or insist with \"force\": true"));
    };
  }

  private Reply askFirst(Order order) {
    order.require("on");
    boolean on = order.flag("on");
    if (order.has(Order.CONVERSATION)) {
      ConversationId id = order.conversation();
      boolean _ = desk.controls().askFirst(id, on, desk.actor());
      return Reply.ok(Json.object().put(Order.CONVERSATION, id.value()).put("ask_first", on));
    }
    ProjectId id = order.project();
    boolean _ = desk.controls().askFirst(id, on, desk.actor());
    return Reply.ok(Json.object().put(Order.PROJECT, id.value()).put("ask_first", on));
  }

  private static Reply state(String field, String id, ControlState state) {
    return Reply.ok(
        Json.object().put(field, id).put("state", state.name().toLowerCase(Locale.ROOT)));
  }

  private static Reply with(Reply reply, String field, boolean value) {
    return Reply.ok(((ObjectNode) reply.body()).put(field, value));
  }
}
