package aether.event;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * What one run of the agent used, as far as it said.
 *
 * @param costUsd US dollars of this run alone
 * @param duration wall-clock time of the run
 */
public record TurnUsage(
    Optional<BigDecimal> costUsd,
    Optional<Long> inputTokens,
    Optional<Long> outputTokens,
    Duration duration,
    Optional<String> model) {

  /** Both runs together; what either left unsaid counts as nothing. */
  public TurnUsage plus(TurnUsage other) {
    return new TurnUsage(
        sum(costUsd, other.costUsd, BigDecimal::add),
        sum(inputTokens, other.inputTokens, Long::sum),
        sum(outputTokens, other.outputTokens, Long::sum),
        duration.plus(other.duration),
        other.model.or(() -> model));
  }

  private static <T> Optional<T> sum(Optional<T> a, Optional<T> b, BinaryOperator<T> add) {
    return a.isPresent() && b.isPresent()
        ? Optional.of(add.apply(a.get(), b.get()))
        : a.or(() -> b);
  }
}
