package aether.observatory.ledger;

import aether.message.ProjectId;
import aether.observatory.pipeline.Ceiling;
import aether.observatory.pipeline.Ceilings;
import aether.observatory.pipeline.Ledger;
import aether.observatory.pipeline.Limits;
import aether.observatory.pipeline.Spending;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** What a Body of this host may spend, and has spent. */
public record Books(ProjectId body, LimitsInForce inForce, Ledger ledger, Spending spending) {
  private static final List<Ceiling> OF_THE_BODY =
      List.of(Ceiling.DAILY_TURNS, Ceiling.DAILY_USD, Ceiling.HOST_DAILY_USD);

  /** What may come of one message: so many runs, so many US dollars. */
  public record Worst(int runs, BigDecimal usd) {}

  /** Those of the Body that is meant; a refusal when it never ran here. */
  public static Books of(Surroundings around, String typed) {
    ProjectId body = ProjectId.typed(typed);
    if (!body.isSafe()) {
      throw Refusal.usage("'" + typed + "' is no id of a Body; see `aether who`");
    }
    LimitsInForce limits =
        LimitsFile.of(around.home().ledgers(), body)
            .read()
            .orElseThrow(() ->
                Refusal.failed(
                    "'%s' has never run on this host; start it with `aether observatory %s`"
                        .formatted(body, body)));
    Ledger ledger = FileLedger.at(around.home().ledgers(), body, around.clock());
    try {
      return new Books(body, limits, ledger, Spending.of(ledger, around.clock().instant()));
    } catch (Ledger.Unusable e) {
      throw Refusal.failed(String.valueOf(e.getMessage()));
    }
  }

  public Limits limits() {
    return inForce.limits();
  }

  /** What the next message of a new conversation can cost this Body at most. */
  public Worst nextMessage() {
    return worst(limits().maxAttempts(), ceilings().conversation());
  }

  /** What the conversation it begins can cost this Body at most, however long it lives. */
  public Worst itsConversation() {
    return worst(limits().maxHopsCeiling() * limits().maxAttempts(), ceilings().conversation());
  }

  /** What is left of a ceiling of the whole Body or host; never below nothing. */
  public BigDecimal left(Ceiling ceiling) {
    BigDecimal used = spending.used(ceiling).orElse(BigDecimal.ZERO);
    return spending.limit(ceiling, ceilings()).subtract(used).max(BigDecimal.ZERO);
  }

  private Worst worst(int wanted, Ceilings.Conversation conversation) {
    BigDecimal runs =
        BigDecimal.valueOf(Math.min(wanted, conversation.turns()))
            .min(BigDecimal.valueOf(ceilings().senderTurnsPerHour()));
    BigDecimal usd = spending.limit(Ceiling.CONVERSATION_USD, ceilings());
    for (Ceiling ceiling : OF_THE_BODY) {
      if (ceiling.isMoney()) {
        usd = usd.min(left(ceiling));
      } else {
        runs = runs.min(left(ceiling));
      }
    }
    BigDecimal affordable = usd.divide(ceilings().turnUsd(), 0, RoundingMode.DOWN);
    return new Worst(
        affordable.signum() == 0 ? 0 : runs.intValue(),
        runs.min(affordable).multiply(ceilings().turnUsd()));
  }

  private Ceilings ceilings() {
    return limits().ceilings();
  }
}
