package aether.cli.demo;

import static aether.cli.demo.Samples.DOCS;

import aether.event.Action;
import aether.event.Extinction;
import aether.message.ConversationId;
import aether.message.Intent;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.ledger.FileLedger;
import aether.observatory.pipeline.Ceilings;
import aether.observatory.pipeline.Ledger;
import aether.observatory.pipeline.Limits;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A conversation with money for two turns gets a third message, and then a grant. */
final class Budget implements Act {
  private static final int AFFORDABLE = 2;

  private static final BigDecimal TURN = Ceilings.DEFAULT.turnUsd();

  @Override
  public Verdict play(Stage stage) throws InterruptedException {
    stage.online(DOCS, Script.silent("noted").runner(Duration.ZERO), limits());
    ConversationId conversation =
        stage
            .send(ProjectId.OPERATOR, new Recipient.Project(DOCS), Intent.INFORM, chapter(1))
            .conversation();
    for (int i = 2; i <= AFFORDABLE + 1; i++) {
      stage.follow(conversation, DOCS, Intent.INFORM, chapter(i));
    }
    boolean waited = stage.await(account -> !stops(account).isEmpty());
    Optional<Extinction.BudgetExhausted> stop = stops(stage.account()).stream().findFirst();
    int before = stage.account().done().size();
    grant(stage);
    boolean rested = stage.rest();
    int after = stage.account().done().size();
    return Verdict.of(
        "budget",
        waited && rested && before == AFFORDABLE && after == before + 1,
        AFFORDABLE + " processed, the next one waits for a grant",
        "%d processed, then waited at %s; %d more after a grant of $%s"
            .formatted(
                before,
                stop.map(end -> "$" + end.measured() + " of $" + end.limit()).orElse("nothing"),
                after - before,
                TURN.toPlainString()));
  }

  private static List<Extinction.BudgetExhausted> stops(Account account) {
    return account.extinctions(Extinction.BudgetExhausted.class);
  }

  private static Limits limits() {
    Ceilings unpaid = Cast.UNPAID.ceilings();
    return Cast.UNPAID.withCeilings(
        new Ceilings(
            TURN,
            new Ceilings.Conversation(
                unpaid.conversation().turns(), TURN.multiply(BigDecimal.valueOf(AFFORDABLE))),
            unpaid.senderTurnsPerHour(),
            unpaid.body(),
            unpaid.hostDailyUsd()));
  }

  private static void grant(Stage stage) {
    Instant now = stage.desk().clock().instant();
    stage.say("the operator grants docs $" + TURN.toPlainString() + " more");
    FileLedger.at(stage.home().ledgers(), DOCS, stage.desk().clock())
        .append(new Ledger.Granted(now, now.plus(Duration.ofHours(1)), TURN));
    stage.desk().note(new Action.GrantBudget(DOCS, TURN));
  }

  private static String chapter(int number) {
    return "Chapter %d of the guide describes the field `id` of an order.".formatted(number);
  }
}
