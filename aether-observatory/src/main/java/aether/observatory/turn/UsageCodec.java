package aether.observatory.turn;

import aether.event.TurnUsage;
import aether.event.TurnUsageCodec;
import aether.wire.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code usage} of a stored result: what a turn cost, kept for the day it is recovered. */
final class UsageCodec {
  private static final String COST_USD = "cost_usd";
  private static final String INPUT_TOKENS = "input_tokens";
  private static final String OUTPUT_TOKENS = "output_tokens";
  private static final String DURATION_MS = "duration_ms";
  private static final String MODEL = "model";
  private static final String NUM_TURNS = "num_turns";
  private static final String DENIALS = "permission_denials";

  private UsageCodec() {}

  /** The wire form; what the run did not say is left out. */
  static ObjectNode tree(TurnUsage usage) {
    ObjectNode node = Json.object();
    usage.costUsd().ifPresent(cost -> node.put(COST_USD, cost));
    usage.inputTokens().ifPresent(tokens -> node.put(INPUT_TOKENS, tokens));
    usage.outputTokens().ifPresent(tokens -> node.put(OUTPUT_TOKENS, tokens));
    node.put(DURATION_MS, usage.duration().toMillis());
    usage.model().ifPresent(model -> node.put(MODEL, model));
    usage.turns().ifPresent(turns -> node.put(NUM_TURNS, turns));
    if (!usage.denials().isEmpty()) {
      usage.denials().forEach(node.putArray(DENIALS)::add);
    }
    return node;
  }

  /** The usage in a tree, without what cannot be read of it; empty when it is no object. */
  static Optional<TurnUsage> read(JsonNode node) {
    return node.isObject()
        ? Optional.of(
            new TurnUsage(
                cost(node.path(COST_USD)),
                whole(node.path(INPUT_TOKENS)),
                whole(node.path(OUTPUT_TOKENS)),
                Duration.ofMillis(whole(node.path(DURATION_MS)).orElse(0L)),
                node.path(MODEL).stringValueOpt(),
                whole(node.path(NUM_TURNS)),
                TurnUsageCodec.denials(node.path(DENIALS))))
        : Optional.empty();
  }

  private static Optional<BigDecimal> cost(JsonNode node) {
    return node.isNumber() ? Optional.of(node.decimalValue()) : Optional.empty();
  }

  private static Optional<Long> whole(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong()
        ? Optional.of(node.longValue())
        : Optional.empty();
  }
}
