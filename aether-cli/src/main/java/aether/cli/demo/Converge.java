package aether.cli.demo;

import static aether.cli.demo.Account.count;
import static aether.cli.demo.Samples.BACKEND;
import static aether.cli.demo.Samples.FRONTEND;

import aether.event.EventCodec;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.Hops;
import aether.message.Intent;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.util.Optional;

/** The operator gives the front end a task; it asks the back end until it knows enough. */
final class Converge implements Act {
  private static final String TASK =
      "The order list shows wrong order numbers since the orders API was reworked. Ask backend"
          + " which field identifies an order now and what it looks like, until you know what has"
          + " to change in "
          + Samples.CLIENT
          + ". Change nothing yet.";

  @Override
  public Verdict play(Stage stage) throws InterruptedException {
    stage.online(FRONTEND, stage.cast().frontend());
    stage.online(BACKEND, stage.cast().backend());
    Envelope task =
        stage.send(ProjectId.OPERATOR, new Recipient.Project(FRONTEND), Intent.TASK, TASK);
    boolean rested = stage.restOrSuspended(stage.cast().patience());
    return judge(stage.account(), task.hops(), rested ? Optional.empty() : unrest(stage));
  }

  private static Optional<String> unrest(Stage stage) {
    return Optional.of(
        stage
            .suspended()
            .map(reason -> "the agent cannot run: " + reason)
            .orElse("still going after " + stage.cast().patience().toSeconds() + " s"));
  }

  private static Verdict judge(Account account, Hops limit, Optional<String> unrest) {
    String seen =
        count(account.messages().size(), "hop")
            + " of "
            + limit.max()
            + ", "
            + count(account.extinctions().size(), "extinction");
    Optional<String> fault =
        unrest
            .or(() ->
                account.extinctions().stream()
                    .filter(Extinction::ends)
                    .findFirst()
                    .map(end -> "stopped by " + EventCodec.canonicalReason(end)))
            .or(() ->
                account.messagesFrom(BACKEND).isEmpty()
                    ? Optional.of("backend was never heard")
                    : Optional.empty());
    return fault
        .map(what -> Verdict.broken("not converged: " + what + "; " + seen))
        .orElseGet(() -> Verdict.kept("converged: " + seen));
  }
}
