package aether.observatory;

import aether.config.Limit;
import aether.terminal.Refusal;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that lower what a Body may spend. None raises it. */
final class LimitOptions {
  @Option(
      names = "--rate-per-min",
      paramLabel = "N",
      description = "Messages of one conversation per minute. Usual: 20.")
  private @Nullable String ratePerMinute;

  @Option(
      names = "--max-hops-ceiling",
      paramLabel = "N",
      description = "The highest Horizon accepted from a sender. Usual: 16.")
  private @Nullable String maxHopsCeiling;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "Runs of the agent per message, crashes included. Usual: 2.")
  private @Nullable String maxAttempts;

  @Option(
      names = "--max-turn-usd",
      paramLabel = "USD",
      description = "US dollars a run, at most. Usual: 0.50.")
  private @Nullable String turnUsd;

  @Option(
      names = "--conversation-turns",
      paramLabel = "N",
      description = "Runs in one conversation, for its life. Usual: 16.")
  private @Nullable String conversationTurns;

  @Option(
      names = "--conversation-usd",
      paramLabel = "USD",
      description = "US dollars in one conversation, for its life. Usual: 2.")
  private @Nullable String conversationUsd;

  @Option(
      names = "--sender-turns-per-hour",
      paramLabel = "N",
      description = "Runs for one sender in an hour. Usual: 30.")
  private @Nullable String senderTurns;

  @Option(
      names = "--turns-per-minute",
      paramLabel = "N",
      description = "Runs in a minute. Usual: 20.")
  private @Nullable String minuteTurns;

  @Option(names = "--daily-turns", paramLabel = "N", description = "Runs in 24 hours. Usual: 200.")
  private @Nullable String dailyTurns;

  @Option(
      names = "--daily-usd",
      paramLabel = "USD",
      description = "US dollars in 24 hours. Usual: 20.")
  private @Nullable String dailyUsd;

  @Option(
      names = "--host-daily-usd",
      paramLabel = "USD",
      description = "US dollars in 24 hours of all your Bodies on this host. Usual: 50.")
  private @Nullable String hostDailyUsd;

  /** What was given, within what each limit may be at all. */
  Map<Limit, BigDecimal> given() {
    Map<Limit, BigDecimal> given = new EnumMap<>(Limit.class);
    give(given, Limit.RATE_PER_MIN, ratePerMinute);
    give(given, Limit.MAX_HOPS_CEILING, maxHopsCeiling);
    give(given, Limit.MAX_ATTEMPTS, maxAttempts);
    give(given, Limit.TURN_USD, turnUsd);
    give(given, Limit.CONVERSATION_TURNS, conversationTurns);
    give(given, Limit.CONVERSATION_USD, conversationUsd);
    give(given, Limit.SENDER_TURNS, senderTurns);
    give(given, Limit.MINUTE_TURNS, minuteTurns);
    give(given, Limit.DAILY_TURNS, dailyTurns);
    give(given, Limit.DAILY_USD, dailyUsd);
    give(given, Limit.HOST_DAILY_USD, hostDailyUsd);
    return given;
  }

  private static void give(Map<Limit, BigDecimal> given, Limit limit, @Nullable String value) {
    if (value != null) {
      given.put(
          limit,
          limit
              .parse(value)
              .orElseThrow(() ->
                  Refusal.usage(
                      "%s is %s; give %s".formatted(limit.flag(), value, limit.range()))));
    }
  }
}
