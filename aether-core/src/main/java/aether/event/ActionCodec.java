package aether.event;

import aether.message.ConversationId;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.wire.Fields;
import aether.wire.Json;
import java.math.BigDecimal;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The records of kind {@code operator_action} (CONTRACT §4, §9). */
final class ActionCodec {
  private static final String KILLED = "operator_kill";

  private ActionCodec() {}

  static ObjectNode tree(Event.Operated operated) {
    Action action = operated.action();
    ObjectNode node = Json.object();
    node.put("kind", "operator_action");
    node.put("actor", operated.actor());
    node.put("action", name(action));
    action.conversation().ifPresent(id -> node.put("conversation_id", id.value()));
    node.setAll(details(action));
    reason(action).ifPresent(reason -> node.put("reason", reason));
    return node;
  }

  static String name(Action action) {
    return switch (action) {
      case Action.Pause _ -> "pause";
      case Action.Resume _ -> "resume";
      case Action.Terminate _ -> "terminate";
      case Action.KillProject _ -> "kill_project";
      case Action.ReviveProject _ -> "revive_project";
      case Action.Unregister _ -> "unregister";
      case Action.PauseProject _ -> "pause_project";
      case Action.ResumeProject _ -> "resume_project";
      case Action.AskFirst _ -> "ask_first";
      case Action.AskFirstProject _ -> "ask_first_project";
      case Action.Approve _ -> "approve";
      case Action.Deny _ -> "deny";
      case Action.Refused _ -> "refused";
      case Action.RetryDead _ -> "retry_dead";
      case Action.DropDead _ -> "drop_dead";
      case Action.GrantBudget _ -> "grant_budget";
      case Action.Inject _ -> "inject";
      case Action.Consult _ -> "consult";
      case Action.Ask _ -> "ask";
    };
  }

  static Optional<String> reason(Action action) {
    return switch (action) {
      case Action.Terminate _, Action.KillProject _ -> Optional.of(KILLED);
      case Action.Refused refused -> Optional.of(refused.why());
      case Action.Pause _,
          Action.Resume _,
          Action.ReviveProject _,
          Action.Unregister _,
          Action.PauseProject _,
          Action.ResumeProject _,
          Action.AskFirst _,
          Action.AskFirstProject _,
          Action.Approve _,
          Action.Deny _,
          Action.RetryDead _,
          Action.DropDead _,
          Action.GrantBudget _,
          Action.Inject _,
          Action.Consult _,
          Action.Ask _ ->
          Optional.empty();
    };
  }

  static ObjectNode details(Action action) {
    ObjectNode node = Json.object();
    return switch (action) {
      case Action.Pause _, Action.Resume _, Action.Terminate _ -> node;
      case Action.KillProject(var project) -> node.put("project_id", project.value());
      case Action.ReviveProject(var project) -> node.put("project_id", project.value());
      case Action.Unregister(var project) -> node.put("project_id", project.value());
      case Action.PauseProject(var project) -> node.put("project_id", project.value());
      case Action.ResumeProject(var project) -> node.put("project_id", project.value());
      case Action.AskFirst(_, boolean on) -> node.put("on", on);
      case Action.AskFirstProject(var project, boolean on) ->
          node.put("project_id", project.value()).put("on", on);
      case Action.Approve(_, var project, var message) ->
          node.put("project_id", project.value()).put("message_id", message.value());
      case Action.Deny(_, var project, var message) ->
          node.put("project_id", project.value()).put("message_id", message.value());
      case Action.Refused(String attempted, _, var project, _) -> {
        project.ifPresent(id -> node.put("project_id", id.value()));
        yield node.put("attempted", attempted);
      }
      case Action.RetryDead(var project, String letter) ->
          node.put("project_id", project.value()).put("letter", letter);
      case Action.DropDead(var project, String letter) ->
          node.put("project_id", project.value()).put("letter", letter);
      case Action.GrantBudget(var project, var usd) ->
          node.put("project_id", project.value()).put("usd", usd.toPlainString());
      case Action.Consult(_, var to) -> node.put("to", to.value());
      case Action.Ask(_, var to) -> node.put("to", to.value());
      case Action.Inject(_, var to, var message) ->
          node.put("to", to.address())
              .put("message_id", message.value())
              .put("wave", to instanceof Recipient.Everyone)
              .put("solicit", to instanceof Recipient.Everyone everyone && everyone.solicit());
    };
  }

  static Event read(Fields fields) {
    return new Event.Operated(fields.requiredText("actor"), action(fields), EventCodec.at(fields));
  }

  private static Action action(Fields fields) {
    return switch (fields.requiredText("action")) {
      case "pause" -> new Action.Pause(conversation(fields));
      case "resume" -> new Action.Resume(conversation(fields));
      case "terminate" -> new Action.Terminate(conversation(fields));
      case "kill_project" -> new Action.KillProject(project(fields, "project_id"));
      case "revive_project" -> new Action.ReviveProject(project(fields, "project_id"));
      case "unregister" -> new Action.Unregister(project(fields, "project_id"));
      case "pause_project" -> new Action.PauseProject(project(fields, "project_id"));
      case "resume_project" -> new Action.ResumeProject(project(fields, "project_id"));
      case "ask_first" -> new Action.AskFirst(conversation(fields), fields.flag("on"));
      case "ask_first_project" ->
          new Action.AskFirstProject(project(fields, "project_id"), fields.flag("on"));
      case "approve" ->
          new Action.Approve(conversation(fields), project(fields, "project_id"), message(fields));
      case "deny" ->
          new Action.Deny(conversation(fields), project(fields, "project_id"), message(fields));
      case "refused" ->
          new Action.Refused(
              fields.requiredText("attempted"),
              fields.text("conversation_id").map(ConversationId::new),
              fields.text("project_id").map(ProjectId::new),
              fields.requiredText("reason"));
      case "retry_dead" ->
          new Action.RetryDead(project(fields, "project_id"), fields.requiredText("letter"));
      case "drop_dead" ->
          new Action.DropDead(project(fields, "project_id"), fields.requiredText("letter"));
      case "grant_budget" ->
          new Action.GrantBudget(
              project(fields, "project_id"), new BigDecimal(fields.requiredText("usd")));
      case "consult" -> new Action.Consult(conversation(fields), project(fields, "to"));
      case "ask" -> new Action.Ask(conversation(fields), project(fields, "to"));
      case "inject" -> new Action.Inject(conversation(fields), recipient(fields), message(fields));
      case String other -> throw new IllegalArgumentException("action '" + other + "' is unknown");
    };
  }

  private static Recipient recipient(Fields fields) {
    return fields.flag("wave")
        ? new Recipient.Everyone(fields.flag("solicit"))
        : new Recipient.Project(project(fields, "to"));
  }

  private static MessageId message(Fields fields) {
    return new MessageId(fields.requiredText("message_id"));
  }

  private static ConversationId conversation(Fields fields) {
    return new ConversationId(fields.requiredText("conversation_id"));
  }

  private static ProjectId project(Fields fields, String name) {
    return new ProjectId(fields.requiredText(name));
  }
}
