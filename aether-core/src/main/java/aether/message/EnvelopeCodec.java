package aether.message;

import aether.wire.Json;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Envelopes to and from the {@code data} field of a stream entry (CONTRACT §2). Field order and
 * spacing are those of the first Aether; unknown fields are ignored; nothing here throws on input.
 */
public final class EnvelopeCodec {
  private static final String COMET = "comet";
  private static final String WAVE = "wave";
  private static final String CAPABILITY = "capability";
  private static final String EXPIRES = "expires_at";
  private static final String KEY = "kid";
  private static final String SIGNATURE = "sig";

  /** A deeper context could be read but no longer written inside an event. */
  private static final int MAX_CONTEXT_DEPTH = 200;

  private EnvelopeCodec() {}

  /** The wire form of {@code envelope}. */
  public static String encode(Envelope envelope) {
    return Json.write(tree(envelope));
  }

  /** The wire form as a tree, for records that carry an envelope. */
  public static ObjectNode tree(Envelope envelope) {
    ObjectNode node = Json.object();
    node.put("message_id", envelope.id().value());
    node.put("conversation_id", envelope.conversation().value());
    node.put("from", envelope.from().value());
    node.put("to", envelope.to().address());
    node.put("type", envelope.isWave() ? WAVE : COMET);
    node.put("reply_to", envelope.replyTo().map(MessageId::value).orElse(null));
    node.put("hop_count", envelope.hops().count());
    node.put("max_hops", envelope.hops().max());
    node.put("created_at", envelope.createdAt());
    node.put("solicit", envelope.to() instanceof Recipient.Everyone everyone && everyone.solicit());
    node.set("body", content(envelope.content()));
    if (envelope.to() instanceof Recipient.Everyone(_, var capability, var expiresAt)) {
      capability.ifPresent(name -> node.put(CAPABILITY, name));
      expiresAt.ifPresent(time -> node.put(EXPIRES, time));
    }
    envelope.seal().signature().ifPresent(signature -> put(node, signature));
    return node;
  }

  private static void put(ObjectNode node, Seal.Signature signature) {
    node.put(KEY, signature.key().map(KeyId::value).orElse(""));
    node.put(SIGNATURE, signature.value());
  }

  /** What the holder of {@code key} has to sign of {@code envelope} (ADR 10). */
  public static String signedForm(Envelope envelope, KeyId key) {
    return SignedFormCodec.of(tree(envelope.with(Seal.NONE)).put(KEY, key.value()), SIGNATURE);
  }

  /** The wire form of a message body. */
  public static ObjectNode content(Content content) {
    ObjectNode body = Json.object();
    body.put("intent", wireName(content.intent()));
    body.put("text", content.text());
    body.set("context", Json.read(content.context().json()).orElseThrow());
    return body;
  }

  /** The message in {@code data}, or why there is none. */
  public static Decoded decode(String data) {
    Optional<ObjectNode> object = Json.readObject(data);
    if (object.isEmpty()) {
      return new Decoded.Invalid("data: " + Json.problem(data).orElse("JSON, but not an object"));
    }
    return decode(object.get());
  }

  /** The message in a tree, or why there is none. */
  public static Decoded decode(JsonNode node) {
    try {
      return new Decoded.Valid(read(node));
    } catch (IllegalArgumentException e) {
      return new Decoded.Invalid(String.valueOf(e.getMessage()));
    }
  }

  /** The wire name of an intent: {@code ask}, {@code inform}, {@code task}, … */
  public static String wireName(Intent intent) {
    return intent.name().toLowerCase(Locale.ROOT);
  }

  /** The intent with this wire name, if there is one. Names are case-sensitive. */
  public static Optional<Intent> intent(String wireName) {
    for (Intent intent : Intent.values()) {
      if (wireName(intent).equals(wireName)) {
        return Optional.of(intent);
      }
    }
    return Optional.empty();
  }

  /** The context in a tree: an object as it is, null or nothing as the empty one. */
  public static Context context(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return Context.EMPTY;
    }
    if (!node.isObject()) {
      throw new IllegalArgumentException(
          "body.context is a " + kind(node) + "; it must be an object");
    }
    if (deeper(node, MAX_CONTEXT_DEPTH)) {
      throw new IllegalArgumentException(
          "body.context is nested deeper than " + MAX_CONTEXT_DEPTH + " levels; flatten it");
    }
    return new Context(Json.write(node));
  }

  private static boolean deeper(JsonNode node, int levels) {
    return node.isContainer()
        && (levels == 0 || node.valueStream().anyMatch(value -> deeper(value, levels - 1)));
  }

  private static Envelope read(JsonNode node) {
    return new Envelope(
        new MessageId(text(node, "message_id")),
        new ConversationId(text(node, "conversation_id")),
        new ProjectId(text(node, "from")),
        recipient(node),
        replyTo(node),
        new Hops(number(node, "hop_count", 0), number(node, "max_hops", Hops.DEFAULT_MAX)),
        text(node, "created_at"),
        body(node.path("body")),
        seal(node));
  }

  /** Whatever stands where a signature does counts as one, and is then a wrong one. */
  private static Seal seal(JsonNode node) {
    if (!(node instanceof ObjectNode object) || !node.hasNonNull(SIGNATURE)) {
      return Seal.NONE;
    }
    String value = node.path(SIGNATURE).isString() ? node.path(SIGNATURE).stringValue() : "";
    String key = node.path(KEY).isString() ? node.path(KEY).stringValue() : "";
    return new Seal(
        Optional.of(
            new Seal.Signature(KeyId.parse(key), value, SignedFormCodec.of(object, SIGNATURE))),
        Seal.Verdict.UNCHECKED);
  }

  private static Recipient recipient(JsonNode node) {
    String to = text(node, "to");
    return switch (text(node, "type")) {
      case WAVE -> {
        if (!to.equals(ProjectId.BROADCAST)) {
          throw new IllegalArgumentException("to is '" + to + "'; a wave must be for 'broadcast'");
        }
        yield new Recipient.Everyone(
            solicit(node.path("solicit")), optional(node, CAPABILITY), optional(node, EXPIRES));
      }
      case COMET -> new Recipient.Project(new ProjectId(to));
      case String type ->
          throw new IllegalArgumentException("type is '" + type + "'; it must be comet or wave");
    };
  }

  private static Optional<String> optional(JsonNode node, String field) {
    return node.hasNonNull(field) ? Optional.of(text(node, field)) : Optional.empty();
  }

  private static boolean solicit(JsonNode node) {
    return node.isBoolean() && node.booleanValue();
  }

  private static Optional<MessageId> replyTo(JsonNode node) {
    JsonNode value = node.path("reply_to");
    return value.isMissingNode() || value.isNull()
        ? Optional.empty()
        : Optional.of(new MessageId(text(node, "reply_to")));
  }

  private static Content body(JsonNode body) {
    if (!body.isObject()) {
      throw new IllegalArgumentException("body is a " + kind(body) + "; it must be an object");
    }
    String intent = text(body, "intent");
    return new Content(
        intent(intent)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "body.intent is '"
                        + intent
                        + "'; it must be one of ask, inform, task,"
                        + " result, ack")),
        text(body, "text"),
        context(body.path("context")));
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isString()) {
      throw new IllegalArgumentException(
          field
              + " is "
              + (value.isMissingNode() ? "missing" : "a " + kind(value))
              + "; it must be a string");
    }
    return value.stringValue();
  }

  private static int number(JsonNode node, String field, int fallback) {
    JsonNode value = node.path(field);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw new IllegalArgumentException(
          field
              + " is "
              + (value.isNumber() ? value.toString() : "a " + kind(value))
              + "; it must be an integer");
    }
    return value.intValue();
  }

  private static String kind(JsonNode node) {
    return node.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
