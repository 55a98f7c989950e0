package aether.cli.demo;

import static aether.cli.demo.Samples.BACKEND;

import aether.event.Extinction;
import aether.message.ConversationId;
import aether.message.Intent;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.pipeline.Limits;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One message too many in one conversation within one minute. */
final class Rate implements Act {
  private static final int LIMIT = Limits.DEFAULT.ratePerMinute();
  private static final int MINUTE = 60;
  private static final int NEEDED_SECONDS = 5;

  @Override
  public Verdict play(Stage stage) throws InterruptedException {
    stage.online(BACKEND, Script.silent("noted").runner(Duration.ZERO));
    beginInAMinuteThatLasts(stage);
    ConversationId conversation =
        stage
            .send(ProjectId.OPERATOR, new Recipient.Project(BACKEND), Intent.INFORM, fact(1))
            .conversation();
    for (int i = 2; i <= LIMIT + 1; i++) {
      stage.follow(conversation, BACKEND, Intent.INFORM, fact(i));
    }
    boolean rested = stage.rest();
    Account account = stage.account();
    int processed = account.done().size();
    int stopped = account.extinctions(Extinction.RateLimited.class).size();
    return Verdict.of(
        "rate",
        rested && processed == LIMIT && stopped == 1 && account.extinctions().size() == 1,
        LIMIT + " processed, 1 stopped",
        processed + " processed, " + stopped + " stopped (limit " + LIMIT + " a minute)");
  }

  private static String fact(int number) {
    return "Import of order batch %d has begun.".formatted(number);
  }

  /** The limit counts by the minutes of the clock. */
  private static void beginInAMinuteThatLasts(Stage stage) throws InterruptedException {
    long left = MINUTE - stage.desk().clock().instant().getEpochSecond() % MINUTE;
    if (left <= NEEDED_SECONDS) {
      stage.say("the limit counts by the clock's minutes; the next one begins in " + left + " s");
      TimeUnit.SECONDS.sleep(left);
    }
  }
}
