package aether.operator;

import aether.bus.AuditRecord;
import aether.bus.AuditTrail;
import aether.bus.AuditTrail.Verdict;
import aether.bus.Body;
import aether.bus.Control;
import aether.bus.ControlState;
import aether.bus.DeadLetter;
import aether.bus.DeadLetters;
import aether.bus.PendingReply;
import aether.bus.Presence;
import aether.event.Event;
import aether.event.EventCodec;
import aether.message.ConversationId;
import aether.message.EnvelopeCodec;
import aether.message.Iso8601;
import aether.message.ProjectId;
import aether.wire.Json;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the panel shows, as JSON (CONTRACT §9). All text from the bus is as it stands there. */
final class Views {
  private static final int LETTERS_OF_A_BODY = 100;
  private static final int WAITING = 200;

  private final Sight sight;
  private final Conversations conversations;
  private final Host host;

  Views(Sight sight, Conversations conversations, Host host) {
    this.sight = sight;
    this.conversations = conversations;
    this.host = host;
  }

  /** Every registered Body, and what the operator has decided about it. */
  ArrayNode bodies() {
    Map<ProjectId, Body> bodies = sight.directory().bodies();
    Map<ProjectId, Presence> presence = sight.liveness().presence(bodies.keySet());
    ArrayNode all = Json.mapper().createArrayNode();
    bodies.forEach((id, body) -> {
      Presence now = presence.getOrDefault(id, new Presence.Offline());
      ObjectNode node = all.addObject();
      node.put("id", id.value());
      node.put("online", now.isOnline());
      node.put("description", body.description());
      body.capabilities().forEach(node.putArray("capabilities")::add);
      node.putNull("working_dir");
      node.put("state", now.word());
      node.put("note", note(now));
      Control control = sight.control();
      node.put("killed", control.isKilled(id));
      node.put("paused", control.isPaused(id));
      node.put("ask_first", control.asksFirst(id));
      node.put("queued", id.isSafe() ? sight.liveness().queued(id) : 0);
    });
    return all;
  }

  /** The conversations that moved last, at most {@code count}. */
  ArrayNode conversations(Optional<String> before, int count) {
    List<Conversations.Talk> talks = conversations.newest(before, count);
    List<ConversationId> ids = talks.stream().map(Conversations.Talk::id).toList();
    Map<ConversationId, ControlState> states = sight.control().conversations(ids);
    Set<ConversationId> asking = sight.control().askingFirst(ids);
    ArrayNode all = Json.mapper().createArrayNode();
    for (Conversations.Talk talk : talks) {
      ControlState state = states.getOrDefault(talk.id(), ControlState.ACTIVE);
      all.addObject()
          .put("conversation_id", talk.id().value())
          .put("from", talk.from())
          .put("to", talk.to())
          .put("ended", talk.ended() || state == ControlState.KILLED)
          .put("state", state.name().toLowerCase(Locale.ROOT))
          .put("ask_first", asking.contains(talk.id()))
          .put("messages", talk.messages())
          .put("cost_usd", talk.usd().toPlainString())
          .put("began", Iso8601.format(talk.began()))
          .put("moved", Iso8601.format(talk.moved()))
          .put("place", talk.place());
    }
    return all;
  }

  /** What was written to the operator, the newest first (D42). */
  ArrayNode answers() {
    ArrayNode all = Json.mapper().createArrayNode();
    conversations
        .answers()
        .forEach(sent ->
            all.addObject()
                .put("at", Iso8601.format(sent.at()))
                .set("envelope", EnvelopeCodec.tree(sent.envelope())));
    return all;
  }

  /** The replies that wait for approval, whole. */
  ArrayNode approvals() {
    ArrayNode all = Json.mapper().createArrayNode();
    for (PendingReply waiting : sight.records().approvals().list("0-0", WAITING)) {
      ObjectNode node = all.addObject();
      node.put("id", waiting.id());
      node.put("since", Iso8601.format(waiting.since()));
      node.set("envelope", EnvelopeCodec.tree(waiting.reply()));
    }
    return all;
  }

  /** The dead letters of {@code body}, or the oldest of every registered one. */
  ArrayNode dead(Optional<ProjectId> body) {
    Collection<ProjectId> bodies =
        body.<Collection<ProjectId>>map(Set::of).orElseGet(this::everybody);
    ArrayNode all = Json.mapper().createArrayNode();
    for (ProjectId id : bodies) {
      List<DeadLetter> letters =
          sight.records().letters().list(id, DeadLetters.START, LETTERS_OF_A_BODY);
      letters.forEach(letter -> put(all.addObject().put("project_id", id.value()), letter));
    }
    return all;
  }

  private Set<ProjectId> everybody() {
    Set<ProjectId> ids = new TreeSet<>(sight.directory().bodies().keySet());
    ids.add(ProjectId.OPERATOR);
    ids.removeIf(id -> !id.isSafe());
    return ids;
  }

  private static void put(ObjectNode node, DeadLetter letter) {
    node.put("letter", letter.id())
        .put("entry", letter.entry())
        .put("origin", letter.origin().name().toLowerCase(Locale.ROOT))
        .put("reason", letter.cause().map(EventCodec::reason).orElse("unknown"))
        .put("error", letter.error())
        .put("attempts", letter.attempts())
        .put("at", Iso8601.format(letter.at()));
    letter
        .envelope()
        .ifPresentOrElse(
            envelope -> node.set("envelope", EnvelopeCodec.tree(envelope)),
            () -> letter.fields().forEach(node.putObject("fields")::put));
  }

  /** What the Bodies of this host may spend and have spent. */
  ObjectNode budgets() {
    ObjectNode answer = Json.object();
    ArrayNode all = answer.putArray("bodies");
    for (Host.Account account : host.accounts()) {
      ObjectNode node = all.addObject();
      node.put("project_id", account.body().value());
      node.put("granted_usd", account.granted().toPlainString());
      ArrayNode meters = node.putArray("meters");
      account
          .meters()
          .forEach(meter ->
              meters
                  .addObject()
                  .put("name", meter.name())
                  .put("unit", meter.dollars() ? "usd" : "runs")
                  .put("used", meter.used().toPlainString())
                  .put("limit", meter.limit().toPlainString())
                  .put("left", meter.left().toPlainString()));
    }
    return answer;
  }

  /** Records of the audit trail: those after a place, or the newest ones; oldest first. */
  ArrayNode audit(Optional<String> after, int count) {
    AuditTrail trail = sight.records().audit();
    List<AuditRecord> records =
        after.map(place -> trail.after(place, count)).orElseGet(() -> trail.latest(count));
    ArrayNode all = Json.mapper().createArrayNode();
    records.forEach(record -> put(all.addObject(), record));
    return all;
  }

  private static void put(ObjectNode node, AuditRecord record) {
    node.put("place", record.position()).put("number", record.number()).put("hash", record.hash());
    switch (record.event()) {
      case Event.Operated operated -> {
        node.put("actor", operated.actor());
        node.put("action", EventCodec.wireName(operated.action()));
        node.put("ts", Iso8601.format(operated.at()));
        operated.conversation().ifPresent(id -> node.put("conversation_id", id.value()));
        EventCodec.reason(operated.action()).ifPresent(why -> node.put("reason", why));
        node.set("detail", EventCodec.details(operated.action()));
      }
      case Event _ -> node.put("raw", record.data());
    }
  }

  /** What reading the whole trail shows. */
  ObjectNode verdict() {
    return switch (sight.records().audit().verify()) {
      case Verdict.Whole(long records, String hash) ->
          Json.object().put("whole", true).put("records", records).put("hash", hash);
      case Verdict.Broken(String place, String why) ->
          Json.object().put("whole", false).put("place", place).put("why", why);
    };
  }

  private static String note(Presence presence) {
    return switch (presence) {
      case Presence.Thinking thinking -> Integer.toString(thinking.turns());
      case Presence.Suspended suspended -> suspended.reason();
      case Presence.Offline _, Presence.Idle _, Presence.Killed _ -> "";
    };
  }
}
