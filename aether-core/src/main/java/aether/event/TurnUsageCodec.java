package aether.event;

import aether.wire.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a turn used, as fields of a record (CONTRACT §4): in events, views and the agents' logs. */
public final class TurnUsageCodec {
  private TurnUsageCodec() {}

  /** Adds what a turn used. */
  public static void put(ObjectNode node, TurnUsage usage) {
    usage.costUsd().ifPresent(cost -> node.put("cost_usd", cost));
    usage.inputTokens().ifPresent(tokens -> node.put("input_tokens", tokens));
    usage.outputTokens().ifPresent(tokens -> node.put("output_tokens", tokens));
    node.put("duration_ms", usage.duration().toMillis());
    usage.model().ifPresent(model -> node.put("model", model));
    usage.turns().ifPresent(turns -> node.put("num_turns", turns));
    if (!usage.denials().isEmpty()) {
      usage.denials().forEach(node.putArray("permission_denials")::add);
    }
  }

  /** What a turn used; empty when the record does not say. */
  static Optional<TurnUsage> read(Fields fields) {
    return fields
        .whole("duration_ms")
        .map(duration ->
            new TurnUsage(
                fields.decimal("cost_usd"),
                fields.whole("input_tokens"),
                fields.whole("output_tokens"),
                Duration.ofMillis(duration),
                fields.text("model"),
                fields.whole("num_turns"),
                denials(fields.node().path("permission_denials"))));
  }

  /** The names in a list; what is none is passed over. */
  public static List<String> denials(JsonNode list) {
    return list.isArray()
        ? StreamSupport.stream(list.spliterator(), false)
            .filter(JsonNode::isString)
            .map(JsonNode::stringValue)
            .toList()
        : List.of();
  }
}
