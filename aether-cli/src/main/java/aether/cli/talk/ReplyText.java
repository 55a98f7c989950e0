package aether.cli.talk;

import aether.message.Content;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.view.TerminalText;
import aether.wire.Json;
import java.util.Optional;
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
        + sender(reply).map(word -> ", " + word).orElse("")
        + ") ===\n"
        + TerminalText.neutralise(content.text());
  }

  /** What is known of who has sent it. */
  private static Optional<String> sender(Envelope reply) {
    return switch (reply.seal().verdict()) {
      case UNCHECKED -> Optional.empty();
      case VERIFIED -> Optional.of("verified");
      case UNVERIFIED -> Optional.of("unverified");
    };
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
    sender(reply).ifPresent(word -> node.put("sender", word));
    node.set("context", Json.read(content.context().json()).orElseThrow());
    return node;
  }
}
