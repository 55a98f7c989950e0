package aether.event;

import aether.event.Extinction.Cause;
import aether.event.Extinction.Gate;
import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.wire.Fields;
import aether.wire.Json;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** The records of type {@code terminated} (CONTRACT §4). Durations are ISO 8601 texts. */
final class ExtinctionCodec {

  private ExtinctionCodec() {}

  static ObjectNode tree(Event.Extinguished event) {
    Extinction why = event.why();
    ObjectNode node = Json.object();
    node.put("kind", kind(why));
    node.put("reason", reason(why));
    if (event.envelope().isPresent()) {
      Envelope envelope = event.envelope().get();
      EventCodec.hoist(node, envelope, why.recipient().orElse(envelope.to().address()));
    } else {
      why.recipient().ifPresent(to -> node.put("to", to));
      event.conversation().ifPresent(id -> node.put("conversation_id", id.value()));
    }
    measure(node, why, event.envelope());
    return node;
  }

  static String kind(Extinction why) {
    return name(why.kind());
  }

  /**
   * Whether an extinction of this kind is an end, in the sense of {@link Extinction#ends()}; one of
   * an unknown kind is.
   */
  static boolean ends(String kind) {
    return Stream.of(Extinction.Kind.values())
        .filter(known -> name(known).equals(kind))
        .allMatch(Extinction.Kind::ends);
  }

  static String reason(Extinction why) {
    return switch (why) {
      case Extinction.Horizon _ -> "horizon";
      case Extinction.RateLimited _ -> "rate_limited";
      case Extinction.OperatorKill _ -> "operator_kill";
      case Extinction.Duplicate _ -> "dedup";
      case Extinction.MalformedOutput _ -> "malformed_output";
      case Extinction.AckSuppressed _ -> "ack_suppressed";
      case Extinction.InvalidRecipient _ -> "invalid_recipient";
      case Extinction.WaveReplyForbidden _ -> "wave_reply_forbidden";
      case Extinction.NotAllowed _, Extinction.RecipientNotAllowed _ -> "not_allowed";
      case Extinction.ReplyBlocked _ -> "reply_blocked";
      case Extinction.Held _ -> "recipient_offline";
      case Extinction.DeadLettered dead -> name(dead.cause());
      case Extinction.BudgetExhausted _ -> "budget";
      case Extinction.AwaitingApproval _ -> "awaiting_approval";
      case Extinction.Denied _ -> "denied";
      case Extinction.Expired _ -> "expired";
      case Extinction.Loop _ -> "loop";
    };
  }

  static String reason(Cause cause) {
    return name(cause);
  }

  /** Why a message became a dead letter, by its wire name. */
  static Optional<Cause> cause(String reason) {
    return Stream.of(Cause.values()).filter(cause -> name(cause).equals(reason)).findFirst();
  }

  static Optional<Event> read(Fields fields) {
    Optional<Envelope> envelope =
        fields.lacks("envelope") ? Optional.empty() : Optional.of(EventCodec.envelope(fields));
    if (envelope.isEmpty() && (fields.has("from") || fields.has("message_id"))) {
      return Optional.empty();
    }
    return why(fields, envelope)
        .map(why ->
            new Event.Extinguished(
                envelope, EventCodec.conversation(fields), why, EventCodec.at(fields)));
  }

  private static void measure(ObjectNode node, Extinction why, Optional<Envelope> envelope) {
    switch (why) {
      case Extinction.Horizon(int hop, var limit, var ceiling) -> {
        boolean told = envelope.map(e -> e.hops().count() == hop).orElse(false);
        if (!told || limit.isPresent()) {
          node.put("measured", hop);
        }
        limit.ifPresent(value -> node.put("limit", value));
        ceiling.ifPresent(value -> node.put("ceiling", value));
      }
      case Extinction.RateLimited(var count, var limit) -> {
        count.ifPresent(value -> node.put("measured", value));
        limit.ifPresent(value -> node.put("limit", value));
      }
      case Extinction.MalformedOutput(String problem) -> {
        if (!problem.isEmpty()) {
          node.put("error", problem);
        }
      }
      case Extinction.NotAllowed(ProjectId project) -> node.put("project", project.value());
      case Extinction.AckSuppressed(_, Gate gate) -> node.put("gate", name(gate));
      case Extinction.ReplyBlocked(_, String what) -> node.put("what", what);
      case Extinction.Held(_, var held) -> node.put("held_message_id", held.value());
      case Extinction.AwaitingApproval(_, var held) -> node.put("held_message_id", held.value());
      case Extinction.Denied(_, var held) -> node.put("held_message_id", held.value());
      case Extinction.DeadLettered dead ->
          node.put("project", dead.project().value())
              .put("entry", dead.entry())
              .put("error", dead.error())
              .put("attempts", dead.attempts());
      case Extinction.BudgetExhausted spent ->
          node.put("project", spent.project().value())
              .put("ceiling", spent.ceiling())
              .put("measured", spent.measured())
              .put("limit", spent.limit());
      case Extinction.Expired old ->
          node.put("project", old.project().value())
              .put("measured", old.age().toString())
              .put("limit", old.limit().toString());
      case Extinction.Loop(var rounds, var limit) -> {
        rounds.ifPresent(value -> node.put("measured", value));
        limit.ifPresent(value -> node.put("limit", value));
      }
      case Extinction.OperatorKill _,
          Extinction.Duplicate _,
          Extinction.InvalidRecipient _,
          Extinction.RecipientNotAllowed _,
          Extinction.WaveReplyForbidden _ -> {}
    }
  }

  private static Optional<Extinction> why(Fields fields, Optional<Envelope> envelope) {
    String reason = fields.requiredText("reason");
    if (fields.requiredText("kind").equals(name(Extinction.Kind.DEAD_LETTERED))) {
      return cause(reason).map(cause -> deadLetter(fields, cause));
    }
    return switch (fields.requiredText("kind") + "/" + reason) {
      case "terminated/horizon" -> Optional.of(horizon(fields, envelope));
      case "terminated/rate_limited" ->
          Optional.of(
              new Extinction.RateLimited(fields.whole("measured"), fields.integer("limit")));
      case "terminated/loop" ->
          Optional.of(new Extinction.Loop(fields.integer("measured"), fields.integer("limit")));
      case "terminated/not_allowed" ->
          Optional.of(new Extinction.NotAllowed(project(fields, "project")));
      case "reply_rejected/not_allowed" ->
          Optional.of(new Extinction.RecipientNotAllowed(project(fields, "to")));
      case "terminated/operator_kill" -> Optional.of(new Extinction.OperatorKill());
      case "duplicate_skipped/dedup" -> Optional.of(new Extinction.Duplicate());
      case "malformed_output/malformed_output" ->
          Optional.of(new Extinction.MalformedOutput(fields.text("error").orElse("")));
      case "ack_suppressed/ack_suppressed" ->
          Optional.of(
              new Extinction.AckSuppressed(
                  project(fields, "to"), Gate.valueOf(enumName(fields.requiredText("gate")))));
      case "reply_rejected/invalid_recipient" ->
          Optional.of(new Extinction.InvalidRecipient(fields.requiredText("to")));
      case "reply_rejected/wave_reply_forbidden" ->
          Optional.of(new Extinction.WaveReplyForbidden(fields.requiredText("to")));
      case "reply_blocked/reply_blocked" ->
          Optional.of(
              new Extinction.ReplyBlocked(project(fields, "to"), fields.requiredText("what")));
      case "held/recipient_offline" ->
          Optional.of(new Extinction.Held(project(fields, "to"), held(fields)));
      case "awaiting_approval/awaiting_approval" ->
          Optional.of(new Extinction.AwaitingApproval(project(fields, "to"), held(fields)));
      case "denied/denied" ->
          Optional.of(new Extinction.Denied(project(fields, "to"), held(fields)));
      case "budget_exhausted/budget" -> Optional.of(budget(fields));
      case "expired/expired" -> Optional.of(expired(fields));
      default -> Optional.empty();
    };
  }

  private static Extinction horizon(Fields fields, Optional<Envelope> envelope) {
    int hop =
        fields
            .integer("measured")
            .or(() -> envelope.map(e -> e.hops().count()))
            .orElseGet(() -> fields.requiredInteger("hop_count"));
    return new Extinction.Horizon(hop, fields.integer("limit"), fields.text("ceiling"));
  }

  private static Extinction deadLetter(Fields fields, Cause cause) {
    return new Extinction.DeadLettered(
        cause,
        project(fields, "project"),
        fields.requiredText("entry"),
        fields.requiredText("error"),
        fields.requiredInteger("attempts"));
  }

  private static Extinction budget(Fields fields) {
    return new Extinction.BudgetExhausted(
        project(fields, "project"),
        fields.requiredText("ceiling"),
        fields.requiredText("measured"),
        fields.requiredText("limit"));
  }

  private static Extinction expired(Fields fields) {
    return new Extinction.Expired(
        project(fields, "project"),
        Duration.parse(fields.requiredText("measured")),
        Duration.parse(fields.requiredText("limit")));
  }

  private static MessageId held(Fields fields) {
    return new MessageId(fields.requiredText("held_message_id"));
  }

  private static ProjectId project(Fields fields, String name) {
    return new ProjectId(fields.requiredText(name));
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String enumName(String wireName) {
    return wireName.toUpperCase(Locale.ROOT);
  }
}
