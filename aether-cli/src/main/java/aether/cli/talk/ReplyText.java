package aether.cli.talk;

import aether.message.Content;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.view.TerminalText;
import aether.wire.Json;
import tools.jackson.databind.node.ObjectNode;

/** A reply, as it is printed. */
final class ReplyText {
  private ReplyText() {}

  /** For a human; harmless to the terminal. */
  static String text(Envelope reply) {
    Content content = reply.content();
    return "\n=== reply from "
        + TerminalText.line(reply.from().value())
        + " (hop "
        + reply.hops().count()
        + ", intent "
        + EnvelopeCodec.wireName(content.intent())
        + ") ===\n"
        + TerminalText.neutralise(content.text());
  }

  /** For a program. */
  static ObjectNode json(Envelope reply) {
    Content content = reply.content();
    ObjectNode node =
        Json.object()
            .put("message_id", reply.id().value())
            .put("from", reply.from().value())
            .put("intent", EnvelopeCodec.wireName(content.intent()))
            .put("hop", reply.hops().count())
            .put("text", content.text());
    node.set("context", Json.read(content.context().json()).orElseThrow());
    return node;
  }
}
