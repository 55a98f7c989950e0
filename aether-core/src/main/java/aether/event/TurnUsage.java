package aether.event;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/**
 * What one run of the agent used, as far as it said.
 *
 * @param costUsd US dollars of this run alone
 * @param duration wall-clock time of the run
 * @param turns calls of the model
 * @param denials the names of the tools it was refused, once for each refusal, at most {@value
 *     #MOST_DENIALS}
 */
public record TurnUsage(
    Optional<BigDecimal> costUsd,
    Optional<Long> inputTokens,
    Optional<Long> outputTokens,
    Duration duration,
    Optional<String> model,
    Optional<Long> turns,
    List<String> denials) {
  /** So many denials are told at most. */
  public static final int MOST_DENIALS = 16;

  public TurnUsage {
    denials = denials.stream().limit(MOST_DENIALS).toList();
  }

  /** One that says nothing of calls and denials. */
  public TurnUsage(
      Optional<BigDecimal> costUsd,
      Optional<Long> inputTokens,
      Optional<Long> outputTokens,
      Duration duration,
      Optional<String> model) {
    this(costUsd, inputTokens, outputTokens, duration, model, Optional.empty(), List.of());
  }

  /** Both runs together; what either left unsaid counts as nothing. */
  public TurnUsage plus(TurnUsage other) {
    return new TurnUsage(
        sum(costUsd, other.costUsd, BigDecimal::add),
        sum(inputTokens, other.inputTokens, Long::sum),
        sum(outputTokens, other.outputTokens, Long::sum),
        duration.plus(other.duration),
        other.model.or(() -> model),
        sum(turns, other.turns, Long::sum),
        Stream.concat(denials.stream(), other.denials.stream()).toList());
  }

  private static <T> Optional<T> sum(Optional<T> a, Optional<T> b, BinaryOperator<T> add) {
    return a.isPresent() && b.isPresent()
        ? Optional.of(add.apply(a.get(), b.get()))
        : a.or(() -> b);
  }
}
