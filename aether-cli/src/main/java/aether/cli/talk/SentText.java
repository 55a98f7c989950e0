package aether.cli.talk;

import aether.message.Envelope;
import aether.message.Recipient;
import aether.wire.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was sent, as it is printed. */
record SentText(Envelope envelope) {
  String text() {
    return "sent "
        + kind()
        + " from "
        + envelope.from()
        + " → "
        + to()
        + "\n  conversation_id: "
        + envelope.conversation()
        + "\n  message_id:      "
        + envelope.id()
        + "\n  follow it: aether transcript --follow "
        + envelope.conversation();
  }

  String json(List<Envelope> replies) {
    ObjectNode node =
        Json.object()
            .put("conversation_id", envelope.conversation().value())
            .put("message_id", envelope.id().value())
            .put("from", envelope.from().value())
            .put("to", envelope.to().address());
    ArrayNode answers = node.putArray("replies");
    replies.forEach(reply -> answers.add(ReplyText.json(reply)));
    return Json.write(node);
  }

  /** As the user has written it. */
  private String to() {
    return envelope.to() instanceof Recipient.Everyone wave && wave.capability().isPresent()
        ? Recipient.Everyone.CAPABILITY_PREFIX + wave.capability().get()
        : envelope.to().address();
  }

  private String kind() {
    return switch (envelope.to()) {
      case Recipient.Project _ -> "Comet";
      case Recipient.Everyone wave -> wave.solicit() ? "Wave(solicit)" : "Wave";
    };
  }
}
