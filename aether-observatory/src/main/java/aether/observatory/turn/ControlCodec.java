package aether.observatory.turn;

import aether.message.Content;
import aether.message.EnvelopeCodec;
import aether.message.Intent;
import aether.wire.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Control blocks and stored results to and from JSON (CONTRACT §6 and §3, {@code claude_result}).
 * Field order and spacing are those of the first Aether; unknown fields are ignored.
 */
public final class ControlCodec {
  /** The field that makes an object a control block. */
  static final String REPLY_NEEDED = "reply_needed";

  private static final String TO = "to";
  private static final String REPLY_BODY = "reply_body";
  private static final String SUMMARY = "summary";
  private static final String SESSION_ID = "session_id";
  private static final String REASON = "reason";
  private static final String USAGE = "usage";

  /** What a control block is, as a JSON schema: for a client that takes one. */
  static final String SCHEMA =
      """
      {"type":"object","additionalProperties":false,\
      "required":["reply_needed","to","reply_body","summary"],"properties":{\
      "reply_needed":{"type":"boolean"},"to":{"type":["string","null"]},\
      "reply_body":{"type":["object","null"],"additionalProperties":false,\
      "required":["intent","text"],"properties":{\
      "intent":{"enum":["ask","inform","task","result"]},"text":{"type":"string"},\
      "context":{"type":"object"}}},"summary":{"type":"string"}}}\
      """;

  private ControlCodec() {}

  /** The wire form of {@code block}. */
  public static String encode(ControlBlock block) {
    return Json.write(tree(block));
  }

  /** The wire form of {@code result}; {@code usage} is written only where there is one. */
  public static String encode(StoredResult result) {
    ObjectNode node = tree(result.block());
    node.put(SESSION_ID, result.sessionId().orElse(null));
    node.put(REASON, result.reason().orElse(null));
    result.usage().ifPresent(usage -> node.set(USAGE, UsageCodec.tree(usage)));
    return Json.write(node);
  }

  /** The result that {@code stored} holds; empty when it cannot be read. Never throws. */
  public static Optional<StoredResult> decode(String stored) {
    return Json.readObject(stored)
        .flatMap(node ->
            switch (read(node)) {
              case Parsed.Decided(var block) -> Optional.of(result(node, block));
              case Parsed.Malformed _ -> Optional.empty();
            });
  }

  /** The decision in one control object, or what is wrong with it. Never throws. */
  static Parsed read(ObjectNode object) {
    String written = Json.write(object);
    String mended = WellFormed.text(written);
    try {
      return new Parsed.Decided(
          block(mended.equals(written) ? object : Json.readObject(mended).orElse(object)));
    } catch (IllegalArgumentException e) {
      return new Parsed.Malformed(String.valueOf(e.getMessage()));
    }
  }

  private static StoredResult result(ObjectNode node, ControlBlock block) {
    return new StoredResult(
        block,
        node.path(SESSION_ID).stringValueOpt(),
        node.path(REASON).stringValueOpt(),
        UsageCodec.read(node.path(USAGE)));
  }

  private static ControlBlock block(ObjectNode node) {
    JsonNode needed = node.path(REPLY_NEEDED);
    if (!needed.isBoolean()) {
      throw new IllegalArgumentException("reply_needed must be true or false");
    }
    JsonNode to = node.path(TO);
    if (!to.isString() && !absent(to)) {
      throw new IllegalArgumentException("to must be a string or null");
    }
    JsonNode body = node.path(REPLY_BODY);
    if (!body.isObject() && !absent(body)) {
      throw new IllegalArgumentException("reply_body must be an object or null");
    }
    return new ControlBlock(
        to.stringValueOpt(),
        needed.booleanValue() ? Optional.of(reply(body)) : Optional.empty(),
        summary(node.path(SUMMARY)));
  }

  private static Content reply(JsonNode body) {
    JsonNode text = body.path("text");
    if (!text.isString()) {
      throw new IllegalArgumentException("reply_needed is true, but reply_body.text is no string");
    }
    Intent intent =
        body.path("intent").stringValueOpt().flatMap(EnvelopeCodec::intent).orElse(Intent.INFORM);
    return new Content(intent, text.stringValue(), EnvelopeCodec.context(body.path("context")));
  }

  private static String summary(JsonNode node) {
    return absent(node) ? "" : node.stringValueOpt().orElseGet(() -> Json.write(node));
  }

  private static ObjectNode tree(ControlBlock block) {
    ObjectNode node = Json.object();
    node.put(REPLY_NEEDED, block.reply().isPresent());
    node.put(TO, block.to().orElse(null));
    node.set(REPLY_BODY, block.reply().map(EnvelopeCodec::content).orElse(null));
    node.put(SUMMARY, block.summary());
    return node;
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
