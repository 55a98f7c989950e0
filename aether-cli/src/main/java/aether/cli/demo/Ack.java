package aether.cli.demo;

import static aether.cli.demo.Account.count;
import static aether.cli.demo.Samples.BACKEND;
import static aether.cli.demo.Samples.FRONTEND;

import aether.event.Extinction;
import aether.event.Extinction.Gate;
import aether.message.Intent;
import aether.message.Recipient;
import java.util.List;

/** An agent that acknowledges, and then thanks. */
final class Ack implements Act {
  private static final Script POLITE =
      heard ->
          heard.text().contains("deprecated")
              ? Script.say(Intent.ACK, "Understood, I will keep that in mind.", "acknowledged")
              : Script.say(Intent.INFORM, "Thanks!", "thanked");

  @Override
  public Verdict play(Stage stage) throws InterruptedException {
    stage.online(FRONTEND, POLITE.runner(stage.pace()));
    stage.known(BACKEND);
    stage.send(
        BACKEND,
        new Recipient.Project(FRONTEND),
        Intent.INFORM,
        "The field `id` of an order is deprecated since 2.0.0.");
    stage.send(
        BACKEND,
        new Recipient.Project(FRONTEND),
        Intent.RESULT,
        "The export now holds `order_id`; see api/orders.yaml.");
    boolean rested = stage.rest();
    Account account = stage.account();
    List<Gate> gates =
        account.extinctions(Extinction.AckSuppressed.class).stream()
            .map(Extinction.AckSuppressed::gate)
            .sorted()
            .toList();
    int sent = account.messagesFrom(FRONTEND).size();
    return Verdict.of(
        "ack",
        rested && gates.equals(List.of(Gate.INTENT_ACK, Gate.EMPTY_CONTENT_LINT)) && sent == 0,
        "2 courtesies kept back, none sent",
        count(gates.size(), "courtesy") + " kept back, " + sent + " sent");
  }
}
