package aether.observatory.pipeline;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a Body may spend, whoever asks it. A day is the last 24 hours, a conversation what is known
 * of it in that time.
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

  /**
   * The ceilings of a Body that says nothing of its own; nothing but the host's owner raises them.
   */
  public static final Ceilings DEFAULT =
      new Ceilings(
          new BigDecimal("0.50"),
          new Conversation(16, new BigDecimal("2")),
          30,
          new Daily(20, 200, new BigDecimal("20")),
          new BigDecimal("50"));

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

  /** The first of these that is above the same one of {@code most}; empty when none is. */
  public Optional<Ceiling> above(Ceilings most) {
    for (Ceiling ceiling : Ceiling.values()) {
      if (of(ceiling).compareTo(most.of(ceiling)) > 0) {
        return Optional.of(ceiling);
      }
    }
    return Optional.empty();
  }

  private static void positive(Ceiling ceiling, BigDecimal value) {
    if (value.signum() <= 0) {
      throw new IllegalArgumentException(
          ceiling.flag() + " is " + value.toPlainString() + "; it must be above 0");
    }
  }
}
