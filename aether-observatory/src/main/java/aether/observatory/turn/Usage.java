package aether.observatory.turn;

import aether.observatory.turn.StreamEvent.Spent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a result line says this run alone used.
 *
 * <p>{@code total_cost_usd} counts the whole session in newer clients; they list the run's own part
 * per model in {@code model_usage_since_last_result}, which is preferred where it stands.
 */
final class Usage {
  /** What no run has cost, in US dollars: a figure like this says nothing. */
  private static final double NO_RUNS_PRICE = 1_000_000;

  /** Enough for any figure of a run, and not too much for a sum of them. */
  private static final long MOST_TOKENS = 1L << 40;

  private Usage() {}

  static Spent of(JsonNode result) {
    JsonNode models = result.path("model_usage_since_last_result");
    return models.isObject() ? ofModels(models, result) : ofTotals(result);
  }

  private static Spent ofModels(JsonNode models, JsonNode result) {
    if (models.isEmpty()) {
      return new Spent(Optional.of(BigDecimal.ZERO), Optional.of(0L), Optional.of(0L));
    }
    List<BigDecimal> costs = new ArrayList<>();
    long input = 0;
    long output = 0;
    for (JsonNode model : models) {
      dollars(model, "costUSD").ifPresent(costs::add);
      input += sum(model, "inputTokens", "cacheReadInputTokens", "cacheCreationInputTokens");
      output += sum(model, "outputTokens");
    }
    Optional<BigDecimal> cost =
        costs.isEmpty()
            ? dollars(result, "total_cost_usd")
            : Optional.of(costs.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
    return new Spent(cost, Optional.of(input), Optional.of(output));
  }

  private static Spent ofTotals(JsonNode result) {
    JsonNode usage = result.path("usage");
    Optional<BigDecimal> cost = dollars(result, "total_cost_usd");
    if (!usage.isObject()) {
      return new Spent(cost, Optional.empty(), Optional.empty());
    }
    long input =
        sum(usage, "input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens");
    return new Spent(cost, Optional.of(input), Optional.of(sum(usage, "output_tokens")));
  }

  private static long sum(JsonNode node, String... fields) {
    long sum = 0;
    for (String field : fields) {
      JsonNode value = node.path(field);
      long tokens = value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : 0;
      sum += Math.clamp(tokens, 0, MOST_TOKENS);
    }
    return sum;
  }

  private static Optional<BigDecimal> dollars(JsonNode node, String field) {
    double value = node.path(field).isNumber() ? node.path(field).asDouble(Double.NaN) : Double.NaN;
    return value >= 0 && value < NO_RUNS_PRICE
        ? Optional.of(BigDecimal.valueOf(value))
        : Optional.empty();
  }
}
