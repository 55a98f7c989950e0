package aether.observatory.pipeline;

import aether.message.ConversationId;
import aether.message.Iso8601;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.wire.Fields;
import aether.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Lines of a ledger as JSON objects. Dollars are texts, so that no reader rounds them. */
public final class LineCodec {
  private LineCodec() {}

  /** One line of text, without its end. */
  public static String encode(Ledger.Line line) {
    ObjectNode node = Json.object().put("at", Iso8601.format(line.at()));
    return Json.write(
        switch (line) {
          case Ledger.Reserved reserved ->
              node.put("kind", "reserve")
                  .put("run", reserved.run())
                  .put("message", reserved.message().value())
                  .put("conversation", reserved.conversation().value())
                  .put("sender", reserved.sender().value())
                  .put("usd", reserved.usd().toPlainString());
          case Ledger.Settled settled ->
              node.put("kind", "settle")
                  .put("run", settled.run())
                  .put("usd", settled.usd().toPlainString());
          case Ledger.Released released -> node.put("kind", "release").put("run", released.run());
          case Ledger.Deferred deferred ->
              node.put("kind", "defer")
                  .put("message", deferred.message().value())
                  .put("sender", deferred.sender().value())
                  .put("ceiling", deferred.ceiling());
          case Ledger.Carried carried ->
              node.put("kind", "carry")
                  .put("conversation", carried.conversation().value())
                  .put("turns", carried.turns())
                  .put("usd", carried.usd().toPlainString());
          case Ledger.Ended ended ->
              node.put("kind", "end").put("conversation", ended.conversation().value());
          case Ledger.Granted granted ->
              node.put("kind", "grant")
                  .put("until", Iso8601.format(granted.until()))
                  .put("usd", granted.usd().toPlainString());
        });
  }

  /** The line that {@code text} is; empty when it is none. */
  public static Optional<Ledger.Line> decode(String text) {
    try {
      return Json.readObject(text).map(Fields::new).map(LineCodec::line);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Ledger.Line line(Fields fields) {
    Instant at = instant(fields, "at");
    return switch (fields.requiredText("kind")) {
      case "reserve" ->
          new Ledger.Reserved(
              at,
              fields.requiredText("run"),
              message(fields),
              new ConversationId(fields.requiredText("conversation")),
              sender(fields),
              dollars(fields));
      case "settle" -> new Ledger.Settled(at, fields.requiredText("run"), dollars(fields));
      case "release" -> new Ledger.Released(at, fields.requiredText("run"));
      case "defer" ->
          new Ledger.Deferred(at, message(fields), sender(fields), fields.requiredText("ceiling"));
      case "end" -> new Ledger.Ended(at, new ConversationId(fields.requiredText("conversation")));
      case "carry" ->
          new Ledger.Carried(
              at,
              new ConversationId(fields.requiredText("conversation")),
              turns(fields),
              dollars(fields));
      case "grant" -> new Ledger.Granted(at, instant(fields, "until"), dollars(fields));
      case String other -> throw new IllegalArgumentException("kind '" + other + "' is unknown");
    };
  }

  private static MessageId message(Fields fields) {
    return new MessageId(fields.requiredText("message"));
  }

  private static ProjectId sender(Fields fields) {
    return new ProjectId(fields.requiredText("sender"));
  }

  private static BigDecimal dollars(Fields fields) {
    BigDecimal usd = new BigDecimal(fields.requiredText("usd"));
    if (usd.signum() < 0) {
      throw new IllegalArgumentException("usd is " + usd + "; it must not be negative");
    }
    return usd;
  }

  private static int turns(Fields fields) {
    int turns = fields.requiredInteger("turns");
    if (turns < 0) {
      throw new IllegalArgumentException("turns is " + turns + "; it must not be negative");
    }
    return turns;
  }

  private static Instant instant(Fields fields, String name) {
    return Iso8601.parse(fields.requiredText(name))
        .orElseThrow(() -> new IllegalArgumentException(name + " is no instant"));
  }
}
