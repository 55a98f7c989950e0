package aether.operator;

import aether.bus.ControlState;
import aether.bus.write.ControlSwitch;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.web.Problem;
import aether.web.Problem.Place;
import aether.wire.Fields;
import aether.wire.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * The actions by their paths. Each is carried out and audited in one step, then answered with the
 * state that holds from now on; a body it cannot use is a {@link Problem} naming the field.
 */
final class Actions {
  private static final String CONVERSATION = "conversation_id";
  private static final String PROJECT = "project_id";

  private final ControlSwitch controls;
  private final String actor;

  /**
   * @param actor who is audited
   */
  Actions(ControlSwitch controls, String actor) {
    this.controls = controls;
    this.actor = actor;
  }

  Map<String, Function<Fields, ObjectNode>> byPath() {
    return Map.of(
        "/pause", this::pause,
        "/resume", this::resume,
        "/terminate", this::terminate,
        "/kill_project", this::kill,
        "/revive_project", this::revive);
  }

  private ObjectNode pause(Fields body) {
    ConversationId id = conversation(body);
    return state(CONVERSATION, id.value(), controls.pause(id, actor));
  }

  private ObjectNode resume(Fields body) {
    ConversationId id = conversation(body);
    return state(CONVERSATION, id.value(), controls.resume(id, actor));
  }

  private ObjectNode terminate(Fields body) {
    ConversationId id = conversation(body);
    controls.terminate(id, actor);
    return state(CONVERSATION, id.value(), ControlState.KILLED);
  }

  private ObjectNode kill(Fields body) {
    ProjectId id = project(body);
    controls.kill(id, actor);
    return state(PROJECT, id.value(), ControlState.KILLED);
  }

  private ObjectNode revive(Fields body) {
    ProjectId id = project(body);
    boolean wasKilled = controls.revive(id, actor);
    return state(PROJECT, id.value(), ControlState.ACTIVE).put("revived", wasKilled);
  }

  private static ObjectNode state(String field, String id, ControlState state) {
    return Json.object().put(field, id).put("state", state.name().toLowerCase(Locale.ROOT));
  }

  private static ConversationId conversation(Fields body) {
    return id(body, CONVERSATION, ConversationId::parse, ConversationId.SPELLING);
  }

  private static ProjectId project(Fields body) {
    return id(body, PROJECT, ProjectId::parse, ProjectId.SPELLING);
  }

  private static <T> T id(
      Fields body, String field, Function<String, Optional<T>> parse, String spelling) {
    if (body.lacks(field)) {
      throw Problem.missing(Place.BODY, field);
    }
    String text =
        body.text(field).orElseThrow(() -> Problem.unusable(Place.BODY, field, "must be a string"));
    return parse
        .apply(text)
        .orElseThrow(
            () -> Problem.unusable(Place.BODY, field, "'" + text + "' is no id; give " + spelling));
  }
}
