package aether.cli.demo;

import static aether.cli.demo.Samples.BACKEND;
import static aether.cli.demo.Samples.BILLING;
import static aether.cli.demo.Samples.DOCS;
import static aether.cli.demo.Samples.FRONTEND;
import static aether.cli.demo.Samples.MOBILE;

import aether.message.Intent;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What goes on when a tour is over, so that there is something to look at. */
final class Encore {
  private static final Duration STEP = Duration.ofMillis(1500);
  private static final Duration BETWEEN = Duration.ofSeconds(4);
  private static final List<ProjectId> ASKERS = List.of(FRONTEND, MOBILE, DOCS, BILLING);

  private static final List<String> QUESTIONS =
      List.of(
          "Which field of `GET /orders` identifies an order?",
          "What format does the new field have, and may it be shown as it is?");

  private Encore() {}

  /** Lets the Bodies ask backend, one after the other, until the thread is interrupted. */
  static void play(Stage stage) throws InterruptedException {
    stage.online(BACKEND, new Leisurely(Cast::backend, STEP));
    for (ProjectId id : ASKERS) {
      stage.online(id, Script.silent("understood").runner(STEP));
    }
    for (int i = 0; ; i++) {
      stage.send(
          ASKERS.get(i % ASKERS.size()),
          new Recipient.Project(BACKEND),
          Intent.ASK,
          QUESTIONS.get(i / ASKERS.size() % QUESTIONS.size()));
      TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
    }
  }
}
