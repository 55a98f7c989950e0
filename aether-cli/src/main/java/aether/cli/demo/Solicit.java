package aether.cli.demo;

import static aether.cli.demo.Account.count;
import static aether.cli.demo.Samples.BACKEND;

import aether.message.Envelope;
import aether.message.Intent;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.util.List;

/** A question to everybody. */
final class Solicit implements Act {
  private static final List<ProjectId> ASKED =
      List.of(Samples.FRONTEND, Samples.BILLING, Samples.MOBILE, Samples.DOCS);

  @Override
  public Verdict play(Stage stage) throws InterruptedException {
    stage.online(BACKEND, Script.silent("noted").runner(stage.pace()));
    for (ProjectId id : ASKED) {
      stage.online(id, answering(id).runner(stage.pace()));
    }
    stage.send(
        BACKEND,
        new Recipient.Everyone(true),
        Intent.ASK,
        "Which of you still reads the deprecated field `id` of an order, and where?");
    boolean inTime =
        stage.await(account -> answers(account).size() >= ASKED.size()) && stage.rest();
    List<Envelope> answers = answers(stage.account());
    long bodies = answers.stream().map(Envelope::from).distinct().count();
    boolean toTheAsker =
        answers.stream().allMatch(answer -> answer.to().equals(new Recipient.Project(BACKEND)));
    return Verdict.of(
        "solicit",
        inTime && bodies == ASKED.size() && answers.size() == ASKED.size() && toTheAsker,
        ASKED.size() + " Bodies answer backend, each once",
        "%d of %d Bodies answered backend with %s"
            .formatted(bodies, ASKED.size(), count(answers.size(), "comet")));
  }

  private static Script answering(ProjectId id) {
    String place =
        switch (id.value()) {
          case "frontend" -> Samples.CLIENT + " shows it as the order's number.";
          case "billing" -> "`invoices.order_ref` is filled from it.";
          case "mobile" -> "the deep links of `OrderList` carry it.";
          default -> "`orders.md` still describes it.";
        };
    return _ -> Script.say(Intent.RESULT, "Yes: " + place, "answered");
  }

  /** Every message but the wave itself. */
  private static List<Envelope> answers(Account account) {
    return account.messages().stream().filter(message -> !message.isWave()).toList();
  }
}
