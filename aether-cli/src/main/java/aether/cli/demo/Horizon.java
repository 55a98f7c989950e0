package aether.cli.demo;

import static aether.cli.demo.Samples.BACKEND;
import static aether.cli.demo.Samples.FRONTEND;

import aether.desk.Draft;
import aether.event.Extinction;
import aether.message.Content;
import aether.message.Intent;
import aether.message.Recipient;
import java.util.List;
import java.util.Optional;

/** Two agents that always have one more question. */
final class Horizon implements Act {
  private static final int LIMIT = 4;

  /** Never content. */
  static final Script ENDLESS =
      heard ->
          Script.say(
              Intent.ASK,
              "And what about point %d, the field `%s`?"
                  .formatted(heard.hop() + 1, List.of("state", "placed_at").get(heard.hop() % 2)),
              "asked one more thing");

  @Override
  public Verdict play(Stage stage) throws InterruptedException {
    stage.online(FRONTEND, ENDLESS.runner(stage.pace()));
    stage.online(BACKEND, ENDLESS.runner(stage.pace()));
    stage.send(
        new Draft(
            FRONTEND,
            new Recipient.Project(BACKEND),
            new Content(Intent.ASK, "Shall we go through the fields of an order, one by one?"),
            Optional.empty(),
            LIMIT));
    boolean rested = stage.rest();
    Account account = stage.account();
    boolean kept =
        rested
            && account
                .extinctions()
                .equals(List.of(new Extinction.Horizon(LIMIT, LIMIT, "max_hops")))
            && account.messages().size() == LIMIT + 1
            && account.done().size() == LIMIT
            && account.endsWith(Extinction.Horizon.class);
    return Verdict.of(
        "horizon",
        kept,
        "a stop at hop " + LIMIT + " of " + LIMIT + " and nothing after",
        kept ? "stopped at hop " + reached(account) + ", nothing after" : account.inShort());
  }

  private static String reached(Account account) {
    Extinction.Horizon end = account.extinctions(Extinction.Horizon.class).getFirst();
    return end.hop() + end.limit().map(limit -> " of " + limit).orElse("");
  }
}
