package aether.cli.demo;

import static aether.cli.demo.Account.count;

import aether.event.Event;
import aether.message.Intent;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.time.Duration;
import java.util.List;

/** An announcement to everybody. */
final class Wave implements Act {
  private static final List<ProjectId> BODIES =
      List.of(Samples.FRONTEND, Samples.BACKEND, Samples.BILLING, Samples.MOBILE, Samples.DOCS);

  /** Would answer, if it were asked. */
  private static final Script TALKATIVE =
      _ -> Script.say(Intent.INFORM, "We use `id` in 3 places.", "answered");

  @Override
  public Verdict play(Stage stage) throws InterruptedException {
    BODIES.forEach(id -> stage.online(id, TALKATIVE.runner(Duration.ZERO)));
    stage.send(
        ProjectId.OPERATOR,
        new Recipient.Everyone(false),
        Intent.INFORM,
        "The staging database is down until 14:00.");
    boolean inTime = stage.await(account -> noted(account) >= BODIES.size()) && stage.rest();
    Account account = stage.account();
    int replies = account.messages().size() - 1;
    return Verdict.of(
        "wave",
        inTime && noted(account) == BODIES.size() && account.turns() == 0 && replies == 0,
        "all " + BODIES.size() + " Bodies take note, no turn, no reply",
        "%d of %d Bodies took note, %s, %s"
            .formatted(
                noted(account),
                BODIES.size(),
                count(account.turns(), "turn"),
                count(replies, "reply")));
  }

  private static long noted(Account account) {
    return account.done().stream().map(Event.ProcessingDone::project).distinct().count();
  }
}
