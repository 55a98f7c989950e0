package aether.cli.demo;

import static aether.cli.demo.Account.count;
import static aether.cli.demo.Samples.BACKEND;
import static aether.cli.demo.Samples.FRONTEND;

import aether.event.Extinction;
import aether.message.Intent;
import aether.message.Recipient;

/** An agent that never says what is to be done with its answer. */
final class Malformed implements Act {
  private static final Script RAMBLING = _ -> "Well, that depends on how one looks at it.";

  @Override
  public Verdict play(Stage stage) throws InterruptedException {
    stage.known(FRONTEND);
    stage.online(BACKEND, RAMBLING.runner(stage.pace()));
    stage.send(
        FRONTEND,
        new Recipient.Project(BACKEND),
        Intent.ASK,
        "Which field of `GET /orders` identifies an order?");
    boolean rested = stage.rest() && stage.await(account -> account.runs(BACKEND) >= 2);
    Account account = stage.account();
    long runs = account.runs(BACKEND);
    int stopped = account.extinctions(Extinction.MalformedOutput.class).size();
    int replies = account.messagesFrom(BACKEND).size();
    return Verdict.of(
        "malformed",
        rested && runs == 2 && stopped == 1 && replies == 0,
        "1 run, 1 re-ask, then silence",
        "%s (%d re-ask), then silence: %d stopped, %s"
            .formatted(
                count(runs, "run"), Math.max(0, runs - 1), stopped, count(replies, "reply")));
  }
}
