package aether.cli.demo;

import static aether.cli.demo.Account.count;
import static aether.cli.demo.Samples.BACKEND;
import static aether.cli.demo.Samples.FRONTEND;

import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.Recipient;

/** The same message comes twice, as after a sender's retry. */
final class Dedup implements Act {
  @Override
  public Verdict play(Stage stage) throws InterruptedException {
    stage.online(FRONTEND, Script.silent("understood").runner(stage.pace()));
    stage.online(BACKEND, stage.cast().backend());
    Envelope question =
        stage.send(
            FRONTEND,
            new Recipient.Project(BACKEND),
            Intent.ASK,
            "Which field of `GET /orders` identifies an order?");
    boolean rested = stage.rest();
    stage.say("the same message once more, same id");
    stage.again(question);
    rested &= stage.rest();
    Account account = stage.account();
    long sent =
        account.messages().stream().filter(message -> message.id().equals(question.id())).count();
    long turns = account.runs(BACKEND);
    int replies = account.messagesFrom(BACKEND).size();
    int skipped = account.extinctions(Extinction.Duplicate.class).size();
    return Verdict.of(
        "dedup",
        rested && sent == 2 && turns == 1 && replies == 1 && skipped == 1,
        "1 turn and 1 reply however often it is sent",
        "sent %d times, %s, %s, %s skipped"
            .formatted(
                sent, count(turns, "turn"), count(replies, "reply"), count(skipped, "duplicate")));
  }
}
