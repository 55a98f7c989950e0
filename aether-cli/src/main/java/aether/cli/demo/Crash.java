package aether.cli.demo;

import static aether.cli.demo.Account.count;
import static aether.cli.demo.Samples.BACKEND;
import static aether.cli.demo.Samples.FRONTEND;

import aether.message.Intent;
import aether.message.Recipient;

/** A Body's process is killed while its agent is at work. */
final class Crash implements Act {
  @Override
  public Verdict play(Stage stage) throws InterruptedException {
    boolean midTurn = killInTheMiddle(stage);
    stage.say("backend comes online again, in this process, and finds the message unsettled");
    stage.online(BACKEND, stage.cast().backend());
    boolean rested = stage.rest() && stage.await(account -> account.runs(BACKEND) >= 2);
    Account account = stage.account();
    long attempts = account.runs(BACKEND);
    int replies = account.messagesFrom(BACKEND).size();
    return Verdict.of(
        "crash",
        midTurn && rested && attempts == 2 && replies == 1 && account.extinctions().isEmpty(),
        "a message killed in mid-turn is delivered again: 2 attempts, 1 reply",
        (midTurn ? "killed in mid-turn, delivered again: " : "the turn never began: ")
            + count(attempts, "attempt")
            + ", "
            + count(replies, "reply"));
  }

  /**
   * @return whether a turn had begun, and had not ended
   */
  private static boolean killInTheMiddle(Stage stage) throws InterruptedException {
    try (DoomedProcess doomed = DoomedProcess.start(stage.home(), BACKEND)) {
      stage.online(FRONTEND, Script.silent("understood").runner(stage.pace()));
      stage.say("backend runs in a process of its own (pid " + doomed.pid() + ")");
      stage.send(
          FRONTEND,
          new Recipient.Project(BACKEND),
          Intent.ASK,
          "Which field of `GET /orders` identifies an order?");
      boolean begun = stage.await(account -> account.runs(BACKEND) == 1);
      stage.say("kill -9 " + doomed.pid() + ", in the middle of the turn");
      return begun && stage.account().done().isEmpty();
    }
  }
}
