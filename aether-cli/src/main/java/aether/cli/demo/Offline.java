package aether.cli.demo;

import static aether.cli.demo.Account.count;
import static aether.cli.demo.Samples.BACKEND;
import static aether.cli.demo.Samples.FRONTEND;

import aether.event.Extinction;
import aether.message.Intent;
import aether.message.Recipient;

/** The asker is gone when the answer is ready, and comes back twice. */
final class Offline implements Act {
  @Override
  public Verdict play(Stage stage) throws InterruptedException {
    stage.known(FRONTEND);
    stage.online(BACKEND, stage.cast().backend());
    stage.send(
        FRONTEND,
        new Recipient.Project(BACKEND),
        Intent.ASK,
        "Which field of `GET /orders` identifies an order?");
    boolean rested = stage.rest();
    int held = stage.account().extinctions(Extinction.Held.class).size();
    long early = stage.account().runs(FRONTEND);
    rested &= comeAndGo(stage);
    rested &= comeAndGo(stage);
    long delivered = stage.account().runs(FRONTEND);
    return Verdict.of(
        "offline",
        rested && held == 1 && early == 0 && delivered == 1,
        "1 reply held and delivered once",
        count(held, "reply")
            + " held, delivered "
            + count(delivered, "time")
            + " after frontend came online twice");
  }

  private static boolean comeAndGo(Stage stage) throws InterruptedException {
    stage.say("frontend comes online");
    stage.online(FRONTEND, Script.silent("understood").runner(stage.pace()));
    boolean rested = stage.rest();
    stage.offline(FRONTEND);
    stage.say("frontend goes offline");
    return rested;
  }
}
