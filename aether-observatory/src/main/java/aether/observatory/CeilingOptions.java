package aether.observatory;

import aether.observatory.pipeline.Ceiling;
import aether.observatory.pipeline.Ceilings;
import aether.observatory.pipeline.Spending;
import aether.terminal.Refusal;
import java.math.BigDecimal;
import picocli.CommandLine.Option;

/** The flags that lower what a Body may spend. None raises it. */
final class CeilingOptions {
  @Option(
      names = "--max-turn-usd",
      paramLabel = "USD",
      defaultValue = "0.50",
      description = "US dollars a run, at most. Default: ${DEFAULT-VALUE}.")
  private BigDecimal turnUsd = Ceilings.DEFAULT.turnUsd();

  @Option(
      names = "--conversation-turns",
      paramLabel = "N",
      defaultValue = "16",
      description = "Runs in one conversation. Default: ${DEFAULT-VALUE}.")
  private int conversationTurns;

  @Option(
      names = "--conversation-usd",
      paramLabel = "USD",
      defaultValue = "2",
      description = "US dollars in one conversation. Default: ${DEFAULT-VALUE}.")
  private BigDecimal conversationUsd = Ceilings.DEFAULT.conversation().usd();

  @Option(
      names = "--sender-turns-per-hour",
      paramLabel = "N",
      defaultValue = "30",
      description = "Runs for one sender in an hour. Default: ${DEFAULT-VALUE}.")
  private int senderTurns;

  @Option(
      names = "--turns-per-minute",
      paramLabel = "N",
      defaultValue = "20",
      description = "Runs in a minute. Default: ${DEFAULT-VALUE}.")
  private int minuteTurns;

  @Option(
      names = "--daily-turns",
      paramLabel = "N",
      defaultValue = "200",
      description = "Runs in 24 hours. Default: ${DEFAULT-VALUE}.")
  private int dailyTurns;

  @Option(
      names = "--daily-usd",
      paramLabel = "USD",
      defaultValue = "20",
      description = "US dollars in 24 hours. Default: ${DEFAULT-VALUE}.")
  private BigDecimal dailyUsd = Ceilings.DEFAULT.body().usd();

  @Option(
      names = "--host-daily-usd",
      paramLabel = "USD",
      defaultValue = "50",
      description =
          "US dollars in 24 hours of all your Bodies on this host. Default: ${DEFAULT-VALUE}.")
  private BigDecimal hostDailyUsd = Ceilings.DEFAULT.hostDailyUsd();

  /** The ceilings in force; a refusal when one is not above 0, or above what is usual. */
  Ceilings ceilings() {
    Ceilings wanted = wanted();
    wanted.above(Ceilings.DEFAULT).ifPresent(ceiling -> refuse(ceiling, wanted));
    return wanted;
  }

  private Ceilings wanted() {
    try {
      return new Ceilings(
          turnUsd,
          new Ceilings.Conversation(conversationTurns, conversationUsd),
          senderTurns,
          new Ceilings.Daily(minuteTurns, dailyTurns, dailyUsd),
          hostDailyUsd);
    } catch (IllegalArgumentException e) {
      throw Refusal.usage(String.valueOf(e.getMessage()));
    }
  }

  private static void refuse(Ceiling ceiling, Ceilings wanted) {
    throw Refusal.usage(
        "%s is %s; it can only be lowered: give at most %s"
            .formatted(
                ceiling.flag(),
                Spending.text(ceiling, wanted.of(ceiling)),
                Spending.text(ceiling, Ceilings.DEFAULT.of(ceiling))));
  }
}
