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
  private final Map<Limit, BigDecimal> given = new EnumMap<>(Limit.class);

  /** What was given, within what each limit may be at all. */
  Map<Limit, BigDecimal> given() {
    return Map.copyOf(given);
  }

  @Option(
      names = "--rate-per-min",
      paramLabel = "N",
      description = "Messages of one conversation per minute. Usual: 20.")
  void ratePerMinute(@Nullable String value) {
    give(Limit.RATE_PER_MIN, value);
  }

  @Option(
      names = "--max-hops-ceiling",
      paramLabel = "N",
      description = "The highest Horizon accepted from a sender. Usual: 16.")
  void maxHopsCeiling(@Nullable String value) {
    give(Limit.MAX_HOPS_CEILING, value);
  }

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "Runs of the agent per message, crashes included. Usual: 2.")
  void maxAttempts(@Nullable String value) {
    give(Limit.MAX_ATTEMPTS, value);
  }

  @Option(
      names = "--max-turn-usd",
      paramLabel = "USD",
      description = "US dollars a run, at most. Usual: 0.50.")
  void turnUsd(@Nullable String value) {
    give(Limit.TURN_USD, value);
  }

  @Option(
      names = "--conversation-turns",
      paramLabel = "N",
      description = "Runs in one conversation, for its life. Usual: 16.")
  void conversationTurns(@Nullable String value) {
    give(Limit.CONVERSATION_TURNS, value);
  }

  @Option(
      names = "--conversation-usd",
      paramLabel = "USD",
      description = "US dollars in one conversation, for its life. Usual: 2.")
  void conversationUsd(@Nullable String value) {
    give(Limit.CONVERSATION_USD, value);
  }

  @Option(
      names = "--sender-turns-per-hour",
      paramLabel = "N",
      description = "Runs for one sender in an hour. Usual: 30.")
  void senderTurns(@Nullable String value) {
    give(Limit.SENDER_TURNS, value);
  }

  @Option(
      names = "--turns-per-minute",
      paramLabel = "N",
      description = "Runs in a minute. Usual: 20.")
  void minuteTurns(@Nullable String value) {
    give(Limit.MINUTE_TURNS, value);
  }

  @Option(names = "--daily-turns", paramLabel = "N", description = "Runs in 24 hours. Usual: 200.")
  void dailyTurns(@Nullable String value) {
    give(Limit.DAILY_TURNS, value);
  }

  @Option(
      names = "--daily-usd",
      paramLabel = "USD",
      description = "US dollars in 24 hours. Usual: 20.")
  void dailyUsd(@Nullable String value) {
    give(Limit.DAILY_USD, value);
  }

  @Option(
      names = "--host-daily-usd",
      paramLabel = "USD",
      description = "US dollars in 24 hours of all your Bodies on this host. Usual: 50.")
  void hostDailyUsd(@Nullable String value) {
    give(Limit.HOST_DAILY_USD, value);
  }

  void give(Limit limit, @Nullable String value) {
    if (value == null) {
      given.remove(limit);
    } else {
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
