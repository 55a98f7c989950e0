package aether.view;

import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Milestone;
import aether.event.Route;
import aether.event.TurnUsageCodec;
import aether.message.Iso8601;
import aether.wire.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The read models of Stargazer's page as JSON. Times are ISO 8601, durations milliseconds. */
public final class PageCodec {
  private PageCodec() {}

  public static ObjectNode tree(Synopsis synopsis) {
    ObjectNode node = Json.object();
    node.put("conversation_id", synopsis.conversation().value());
    node.put("opening", synopsis.opening());
    node.set("bodies", strings(synopsis.bodies()));
    node.put("messages", synopsis.size().messages());
    node.put("turns", synopsis.size().turns());
    node.put("hop", synopsis.size().hop());
    node.put("max_hops", synopsis.size().limit());
    node.put("cost_usd", synopsis.cost());
    node.put("first", time(synopsis.first()));
    node.put("last", time(synopsis.last()));
    node.put("state", word(synopsis.standing().state()));
    node.put("reason", synopsis.standing().reason().orElse(null));
    node.put("detail", synopsis.standing().words());
    node.set("reasons", strings(synopsis.standing().reasons()));
    return node;
  }

  /** The rows, each with its {@code row}: hop, stop, deed or stray. */
  public static ArrayNode tree(Waterfall waterfall) {
    return array(waterfall.rows().stream().map(PageCodec::row));
  }

  /**
   * A glimpse as the page keeps it: kind, time, conversation, leg, detail, words, message, cost.
   *
   * @param millis when the bus took the record: its order never runs backwards
   */
  public static ArrayNode tree(Glimpse seen, long millis) {
    ArrayNode row = Json.mapper().createArrayNode();
    row.add(seen.kind().code());
    row.add(millis);
    row.add(seen.conversation());
    row.add(seen.leg().from()).add(seen.leg().to()).add(seen.leg().hop()).add(seen.leg().limit());
    row.add(seen.detail()).add(seen.words()).add(seen.leg().message());
    row.add(millionths(seen));
    return row;
  }

  /** What the turn that ended there has cost, in millionths of a US dollar. */
  public static long millionths(Glimpse seen) {
    return Math.round(seen.cost().doubleValue() * 1e6);
  }

  private static ObjectNode row(Waterfall.Row row) {
    ObjectNode node =
        switch (row) {
          case Waterfall.Hop hop -> hop(hop);
          case Waterfall.Stop stop -> stop(stop).put("row", "stop");
          case Waterfall.Deed deed ->
              Json.object()
                  .put("row", "deed")
                  .put("actor", deed.actor())
                  .put("action", deed.action())
                  .put("aim", deed.aim());
          case Waterfall.Stray stray ->
              Json.object().put("row", "stray").put("kind", stray.kind()).put("raw", stray.raw());
        };
    return node.put("ts", time(row.at()));
  }

  private static ObjectNode hop(Waterfall.Hop hop) {
    ObjectNode node = Json.object();
    node.put("row", "hop");
    node.put("seq", hop.seq().orElse(null));
    put(node, hop.route());
    node.put("max_hops", hop.limit().orElse(null));
    node.put("intent", hop.said().intent());
    node.put("text", hop.said().text());
    if (!hop.said().context().isEmpty()) {
      node.set("context", Json.read(hop.said().context().json()).orElseGet(Json::object));
    }
    node.put("reply_to", hop.said().replyTo().orElse(null));
    node.set("turns", array(hop.turns().stream().map(PageCodec::turn)));
    node.set("stops", array(hop.stops().stream().map(PageCodec::stop)));
    return node;
  }

  /** One turn, for the waterfall and for the telescope. */
  public static ObjectNode turn(Waterfall.Turn turn) {
    ObjectNode node = Json.object();
    node.put("project", turn.project().value());
    node.put("began", time(turn.began()));
    node.put("queued_ms", turn.queued().toMillis());
    node.put("ended", turn.ended().map(PageCodec::time).orElse(null));
    node.set(
        "steps",
        array(
            turn.steps().stream().map(step -> step(step.milestone()).put("ts", time(step.at())))));
    node.put("summary", turn.summary().orElse(null));
    node.put("reason", turn.reason().orElse(null));
    turn.usage().ifPresent(usage -> TurnUsageCodec.put(node, usage));
    switch (turn.sender()) {
      case UNCHECKED -> {}
      case VERIFIED -> node.put("sender", "verified");
      case UNVERIFIED -> node.put("sender", "unverified");
    }
    return node;
  }

  private static ObjectNode step(Milestone milestone) {
    return EventCodec.tree(milestone);
  }

  private static ObjectNode stop(Waterfall.Stop stop) {
    ObjectNode node = Json.object();
    node.put("reason", stop.reason());
    node.put("detail", stop.words());
    node.put("ends", stop.ends());
    put(node, stop.route());
    return node.put("ts", time(stop.at()));
  }

  private static void put(ObjectNode node, Route route) {
    node.put("from", route.from().orElse(null));
    node.put("to", route.to().orElse(null));
    node.put("hop_count", route.hop().orElse(null));
    node.put("message_id", route.messageId().orElse(null));
  }

  /** The wire name of a constant: {@code at_rest}. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** ISO 8601; null for a time nobody gave. */
  public static @Nullable String time(Instant at) {
    return at.equals(Event.UNDATED) ? null : Iso8601.format(at);
  }

  private static ArrayNode strings(Collection<String> values) {
    ArrayNode array = Json.mapper().createArrayNode();
    values.forEach(array::add);
    return array;
  }

  private static ArrayNode array(Stream<? extends JsonNode> items) {
    ArrayNode array = Json.mapper().createArrayNode();
    items.forEach(array::add);
    return array;
  }
}
