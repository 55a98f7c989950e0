package aether.redis.link;

import aether.bus.Presence;
import aether.message.Iso8601;
import aether.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The values of {@code aether:heartbeat:<id>} and {@code aether:presence:<id>}. */
public final class PresenceCodec {
  private static final String ONLINE = "online";
  private static final String THINKING = "thinking";
  private static final String SUSPENDED = "suspended";

  private static final Pattern EPOCH_SECONDS = Pattern.compile("\\d{1,11}(\\.\\d{1,18})?");

  private PresenceCodec() {}

  /** Epoch seconds with six digits of fraction, as a Python peer writes them. */
  public static String beat(Presence presence) {
    Instant at =
        switch (presence) {
          case Presence.Idle idle -> idle.lastBeat();
          case Presence.Thinking thinking -> thinking.lastBeat();
          case Presence.Suspended suspended -> suspended.lastBeat();
          case Presence.Offline _, Presence.Killed _ -> throw refused(presence);
        };
    return String.format(Locale.ROOT, "%d.%06d", at.getEpochSecond(), at.getNano() / 1000);
  }

  /** What stands beside the heartbeat; empty when nothing need be said. */
  public static Optional<String> encode(Presence presence) {
    return switch (presence) {
      case Presence.Idle idle ->
          idle.since()
              .map(since ->
                  Json.write(
                      Json.object().put("state", ONLINE).put("since", Iso8601.format(since))));
      case Presence.Thinking thinking -> {
        ObjectNode node = Json.object().put("state", THINKING);
        node.put("turns", thinking.turns());
        node.put("since", Iso8601.format(thinking.since()));
        yield Optional.of(Json.write(node));
      }
      case Presence.Suspended suspended -> {
        ObjectNode node = Json.object().put("state", SUSPENDED);
        node.put("reason", suspended.reason());
        suspended.since().ifPresent(since -> node.put("since", Iso8601.format(since)));
        yield Optional.of(Json.write(node));
      }
      case Presence.Offline _, Presence.Killed _ -> throw refused(presence);
    };
  }

  /** What both values together say; unreadable ones say that somebody is there. */
  public static Presence decode(Optional<String> beat, Optional<String> presence) {
    if (beat.isEmpty()) {
      return new Presence.Offline();
    }
    Instant last = instant(beat.get());
    Optional<ObjectNode> node = presence.flatMap(Json::readObject);
    String state = node.map(n -> text(n, "state")).orElse("");
    return switch (state) {
      case THINKING ->
          new Presence.Thinking(
              last,
              node.map(n -> n.path("turns").asInt(1)).orElse(1),
              node.flatMap(n -> Iso8601.parse(text(n, "since"))).orElse(last));
      case SUSPENDED ->
          new Presence.Suspended(
              last,
              node.map(n -> text(n, "reason")).orElse(""),
              node.flatMap(n -> Iso8601.parse(text(n, "since"))));
      default -> new Presence.Idle(last, node.flatMap(n -> Iso8601.parse(text(n, "since"))));
    };
  }

  private static IllegalArgumentException refused(Presence presence) {
    return new IllegalArgumentException(
        "a heartbeat cannot say " + presence + "; stop it, or let the operator kill");
  }

  private static String text(ObjectNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? value.stringValue() : "";
  }

  private static Instant instant(String epochSeconds) {
    String text = epochSeconds.strip();
    if (!EPOCH_SECONDS.matcher(text).matches()) {
      return Instant.EPOCH;
    }
    BigDecimal seconds = new BigDecimal(text);
    long whole = seconds.longValue();
    long nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue();
    return Instant.ofEpochSecond(whole, nanos);
  }
}
