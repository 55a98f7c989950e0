package aether.cli.demo;

import static aether.cli.demo.Account.count;
import static aether.cli.demo.Samples.BACKEND;
import static aether.cli.demo.Samples.FRONTEND;

import aether.event.Action;
import aether.message.ConversationId;
import aether.message.Intent;
import aether.message.Recipient;
import aether.observatory.turn.AgentRunner;
import aether.observatory.turn.RunResult;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The operator has the last word in a conversation that would go on. */
final class Decided implements Act {
  /** So that there is a middle of each turn. */
  private static final Duration LEAST_PACE = Duration.ofMillis(400);

  private static final Duration PAUSE = Duration.ofMillis(1200);

  /** Open once the pause has come. */
  private final CountDownLatch paused = new CountDownLatch(1);

  @Override
  public Verdict play(Stage stage) throws InterruptedException {
    Duration pace = stage.pace().compareTo(LEAST_PACE) < 0 ? LEAST_PACE : stage.pace();
    AgentRunner endless = Horizon.ENDLESS.runner(pace);
    stage.online(FRONTEND, endless);
    stage.online(
        BACKEND,
        run -> {
          RunResult result = endless.run(run);
          boolean _ = paused.await(Stage.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
          return result;
        });
    ConversationId talk =
        stage
            .send(
                FRONTEND,
                new Recipient.Project(BACKEND),
                Intent.ASK,
                "Shall we go through the fields of an order, one by one?")
            .conversation();
    boolean begun = stage.await(account -> account.runs() == 1);
    boolean ended = begun && decide(stage, talk) && stage.rest();
    return judge(stage.account(), ended);
  }

  /** Pauses in the middle of a turn, resumes, and ends it in the middle of the next. */
  private boolean decide(Stage stage, ConversationId talk) throws InterruptedException {
    String actor = stage.desk().actor();
    var _ = stage.desk().controls().pause(talk, actor);
    paused.countDown();
    TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    var _ = stage.desk().controls().resume(talk, actor);
    boolean wentOn = stage.await(account -> account.since(Action.Resume.class).runs() > 0);
    stage.desk().controls().terminate(talk, actor);
    return wentOn && stage.await(account -> account.has(Action.Terminate.class));
  }

  private static Verdict judge(Account account, boolean ended) {
    long during = account.since(Action.Pause.class).until(Action.Resume.class).runs();
    long on = account.since(Action.Resume.class).until(Action.Terminate.class).runs();
    int after = account.since(Action.Terminate.class).messages().size();
    return Verdict.of(
        "operator",
        ended && during == 0 && on > 0 && after == 0,
        "no turn begins while it is paused, it goes on when resumed, nothing follows its end",
        "paused: %s begun; resumed: %s; terminated: %s after"
            .formatted(count(during, "turn"), count(on, "turn"), count(after, "message")));
  }
}
