package aether.observatory.pipeline;

import aether.config.Limit;
import java.math.BigDecimal;
import java.util.function.Function;

/**
 * What a Body may spend, whoever asks it. A day is the last 24 hours; a conversation is counted for
 * as long as it lives.
 *
 * @param turnUsd US dollars set aside for each run before it starts
 * @param conversation what one conversation may cost this Body
 * @param senderTurnsPerHour runs for one sender
 * @param body what the Body may cost
 * @param hostDailyUsd US dollars a day of all Bodies of this host and user
 */
public record Ceilings(
    BigDecimal turnUsd,
    Conversation conversation,
    int senderTurnsPerHour,
    Daily body,
    BigDecimal hostDailyUsd) {
  /**
   * What one conversation may cost one Body.
   *
   * @param turns runs
   * @param usd US dollars
   */
  public record Conversation(int turns, BigDecimal usd) {}

  /**
   * What one Body may cost.
   *
   * @param turnsPerMinute runs a minute
   * @param turns runs a day
   * @param usd US dollars a day
   */
  public record Daily(int turnsPerMinute, int turns, BigDecimal usd) {}

  /** The ceilings of a Body that says nothing of its own. */
  public static final Ceilings DEFAULT = of(Limit::usual);

  public Ceilings {
    positive(Ceiling.TURN_USD, turnUsd);
    positive(Ceiling.CONVERSATION_TURNS, BigDecimal.valueOf(conversation.turns()));
    positive(Ceiling.CONVERSATION_USD, conversation.usd());
    positive(Ceiling.SENDER_TURNS, BigDecimal.valueOf(senderTurnsPerHour));
    positive(Ceiling.MINUTE_TURNS, BigDecimal.valueOf(body.turnsPerMinute()));
    positive(Ceiling.DAILY_TURNS, BigDecimal.valueOf(body.turns()));
    positive(Ceiling.DAILY_USD, body.usd());
    positive(Ceiling.HOST_DAILY_USD, hostDailyUsd);
  }

  /**
   * Those that {@code values} says.
   *
   * @throws IllegalArgumentException when one is not above 0
   * @throws ArithmeticException when a number of runs is not whole
   */
  public static Ceilings of(Function<Limit, BigDecimal> values) {
    return new Ceilings(
        values.apply(Limit.TURN_USD),
        new Conversation(
            values.apply(Limit.CONVERSATION_TURNS).intValueExact(),
            values.apply(Limit.CONVERSATION_USD)),
        values.apply(Limit.SENDER_TURNS).intValueExact(),
        new Daily(
            values.apply(Limit.MINUTE_TURNS).intValueExact(),
            values.apply(Limit.DAILY_TURNS).intValueExact(),
            values.apply(Limit.DAILY_USD)),
        values.apply(Limit.HOST_DAILY_USD));
  }

  /** The value of one of them: runs, or US dollars. */
  public BigDecimal of(Ceiling ceiling) {
    return switch (ceiling) {
      case TURN_USD -> turnUsd;
      case CONVERSATION_TURNS -> BigDecimal.valueOf(conversation.turns());
      case CONVERSATION_USD -> conversation.usd();
      case SENDER_TURNS -> BigDecimal.valueOf(senderTurnsPerHour);
      case MINUTE_TURNS -> BigDecimal.valueOf(body.turnsPerMinute());
      case DAILY_TURNS -> BigDecimal.valueOf(body.turns());
      case DAILY_USD -> body.usd();
      case HOST_DAILY_USD -> hostDailyUsd;
    };
  }

  private static void positive(Ceiling ceiling, BigDecimal value) {
    if (value.signum() <= 0) {
      throw new IllegalArgumentException(
          ceiling.wireName() + " is " + value.toPlainString() + "; it must be above 0");
    }
  }
}
