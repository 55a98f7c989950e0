package aether.cli.demo;

import static aether.cli.demo.Account.count;
import static aether.cli.demo.Samples.BILLING;

import aether.bus.DeadLetter;
import aether.bus.DeadLetters;
import aether.bus.write.DeadLetterOffice.Retry;
import aether.event.Extinction;
import aether.event.Milestone;
import aether.message.Intent;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.pipeline.Limits;
import aether.observatory.turn.AgentRunner;
import aether.observatory.turn.RunResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** An agent that fails as often as it may, is mended, and gets its message again. */
final class Dead implements Act {
  private static final int RUNS = Limits.DEFAULT.maxAttempts();

  private static final Script COUNTING =
      _ -> Script.say(Intent.RESULT, "Those before 2.0.0: 214 of them.", "counted the invoices");

  @Override
  public Verdict play(Stage stage) throws InterruptedException {
    stage.online(BILLING, mendedAfter(RUNS, stage));
    stage.send(
        ProjectId.OPERATOR,
        new Recipient.Project(BILLING),
        Intent.ASK,
        "Which invoices still refer to orders by `id`?");
    boolean rested = stage.await(account -> !deaths(account).isEmpty()) && stage.rest();
    long failed = stage.account().runs(BILLING);
    List<DeadLetter> letters = stage.observer().deadLetters().list(BILLING, DeadLetters.START, 2);
    boolean again = rested && letters.size() == 1 && retried(stage, letters.getFirst());
    rested = again && stage.await(account -> account.done().size() == 1) && stage.rest();
    int answers = stage.account().messagesFrom(BILLING).size();
    return Verdict.of(
        "dead",
        rested && failed == RUNS && answers == 1,
        RUNS + " failed runs, the message kept; tried again, it is answered",
        "%s failed, %s kept; tried again: %s"
            .formatted(
                count(failed, "run"), count(letters.size(), "letter"), count(answers, "answer")));
  }

  private static List<Extinction.DeadLettered> deaths(Account account) {
    return account.extinctions(Extinction.DeadLettered.class);
  }

  private static boolean retried(Stage stage, DeadLetter letter) {
    stage.say("billing is mended, and the operator retries the dead letter");
    return stage.desk().letters().retry(BILLING, letter.id(), stage.desk().actor())
        instanceof Retry.Requeued;
  }

  private static AgentRunner mendedAfter(int failures, Stage stage) {
    AtomicInteger runs = new AtomicInteger();
    AgentRunner sound = COUNTING.runner(stage.pace());
    return run -> {
      if (runs.incrementAndGet() > failures) {
        return sound.run(run);
      }
      run.watcher().accept(new Milestone.TurnStart());
      return new RunResult.Failed("the index of invoices is locked", Optional.empty());
    };
  }
}
