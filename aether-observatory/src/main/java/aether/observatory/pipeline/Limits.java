package aether.observatory.pipeline;

import aether.config.Limit;
import java.math.BigDecimal;
import java.util.function.Function;

/**
 * What bounds a Body whatever its senders say.
 *
 * @param maxHopsCeiling the highest Horizon accepted; a sender may only ask for less
 * @param ratePerMinute messages of one conversation per minute
 * @param maxAttempts runs of the agent per message: crashes, failures and the re-ask included
 * @param ceilings what it may spend
 */
public record Limits(int maxHopsCeiling, int ratePerMinute, int maxAttempts, Ceilings ceilings) {
  /** The limits of a Body that says nothing of its own. */
  public static final Limits DEFAULT = of(Limit::usual);

  public Limits {
    atLeastOne(Limit.MAX_HOPS_CEILING, maxHopsCeiling);
    atLeastOne(Limit.RATE_PER_MIN, ratePerMinute);
    atLeastOne(Limit.MAX_ATTEMPTS, maxAttempts);
  }

  /**
   * Those that {@code values} says.
   *
   * @throws IllegalArgumentException when one is not above 0
   * @throws ArithmeticException when a number that is no money is not whole
   */
  public static Limits of(Function<Limit, BigDecimal> values) {
    return new Limits(
        values.apply(Limit.MAX_HOPS_CEILING).intValueExact(),
        values.apply(Limit.RATE_PER_MIN).intValueExact(),
        values.apply(Limit.MAX_ATTEMPTS).intValueExact(),
        Ceilings.of(values));
  }

  /** The value of one of them: a number, or US dollars. */
  public BigDecimal of(Limit limit) {
    return switch (limit) {
      case MAX_HOPS_CEILING -> BigDecimal.valueOf(maxHopsCeiling);
      case RATE_PER_MIN -> BigDecimal.valueOf(ratePerMinute);
      case MAX_ATTEMPTS -> BigDecimal.valueOf(maxAttempts);
      case TURN_USD -> ceilings.of(Ceiling.TURN_USD);
      case CONVERSATION_TURNS -> ceilings.of(Ceiling.CONVERSATION_TURNS);
      case CONVERSATION_USD -> ceilings.of(Ceiling.CONVERSATION_USD);
      case SENDER_TURNS -> ceilings.of(Ceiling.SENDER_TURNS);
      case MINUTE_TURNS -> ceilings.of(Ceiling.MINUTE_TURNS);
      case DAILY_TURNS -> ceilings.of(Ceiling.DAILY_TURNS);
      case DAILY_USD -> ceilings.of(Ceiling.DAILY_USD);
      case HOST_DAILY_USD -> ceilings.of(Ceiling.HOST_DAILY_USD);
    };
  }

  /** The same with other ceilings. */
  public Limits withCeilings(Ceilings other) {
    return new Limits(maxHopsCeiling, ratePerMinute, maxAttempts, other);
  }

  private static void atLeastOne(Limit limit, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          limit.wireName() + " is " + value + "; it must be at least 1");
    }
  }
}
