package aether.redis.link;

import aether.bus.DeadLetter;
import aether.bus.DeadLetter.Origin;
import aether.event.EventCodec;
import aether.message.Iso8601;
import aether.wire.Json;
import io.lettuce.core.StreamMessage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * The entries of {@code aether:dead:<id>}. Whatever stands there is read as a letter, so that the
 * operator can see it and take it away.
 */
public final class DeadLetterCodec {
  private static final String ORIGIN = "origin";
  private static final String ENTRY = "entry";
  private static final String REASON = "reason";
  private static final String ERROR = "error";
  private static final String ATTEMPTS = "attempts";
  private static final String AT = "at";
  private static final String RAW = "raw";

  private DeadLetterCodec() {}

  /** Whether a letter can have this id. */
  public static boolean isId(String text) {
    return Streams.isEntryId(text);
  }

  /** The fields of {@code letter}, whose id the stream gives. */
  public static Map<String, String> encode(DeadLetter letter) {
    ObjectNode raw = Json.object();
    letter.fields().forEach(raw::put);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(ORIGIN, letter.origin().name().toLowerCase(Locale.ROOT));
    fields.put(ENTRY, letter.entry());
    letter.cause().ifPresent(cause -> fields.put(REASON, EventCodec.reason(cause)));
    fields.put(ERROR, letter.error());
    fields.put(ATTEMPTS, Integer.toString(letter.attempts()));
    fields.put(AT, Iso8601.format(letter.at()));
    fields.put(RAW, Json.write(raw));
    return fields;
  }

  /** The letter in a stream entry. */
  public static DeadLetter decode(StreamMessage<String, String> entry) {
    Map<String, String> fields = entry.getBody();
    return new DeadLetter(
        entry.getId(),
        origin(fields.getOrDefault(ORIGIN, "")),
        fields.getOrDefault(ENTRY, ""),
        EventCodec.cause(fields.getOrDefault(REASON, "")),
        fields.getOrDefault(ERROR, ""),
        number(fields.getOrDefault(ATTEMPTS, "")),
        Iso8601.parse(fields.getOrDefault(AT, "")).orElseGet(() -> writtenAt(entry.getId())),
        raw(fields.getOrDefault(RAW, "")));
  }

  private static Origin origin(String name) {
    return switch (name) {
      case "broadcast" -> Origin.BROADCAST;
      case "reply" -> Origin.REPLY;
      default -> Origin.INBOX;
    };
  }

  private static int number(String digits) {
    return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
  }

  private static Instant writtenAt(String id) {
    return Instant.ofEpochMilli(Streams.millis(id));
  }

  private static Map<String, String> raw(String json) {
    Map<String, String> fields = new LinkedHashMap<>();
    Json.readObject(json)
        .ifPresent(object ->
            object
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asString(""))));
    return fields;
  }
}
