package aether.observatory.pipeline;

import aether.message.Envelope;
import aether.message.ProjectId;
import aether.observatory.audit.RunLedger.Answer;
import aether.observatory.pipeline.Sim.Said;
import aether.observatory.turn.Run;
import aether.observatory.turn.RunResult;
import aether.observatory.turn.ScriptedRunner;
import aether.testkit.HandClock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Agents that do whatever an agent may do, each run drawn by lot. */
final class WildAgents implements Sim.Script {
  private enum Act {
    REPLY,
    SILENCE,
    MALFORMED,
    FAILURE,
    TO_THIRD,
    TO_SELF,
    TO_NOBODY,
    TO_ALL,
    ACK,
    THANKS,
    STALE,
    LIMITED,
    UNABLE,
    VIOLATION
  }

  private static final String REPLY = Scripts.reply("It is `order_id`, see orders.sql line 12.");
  private static final String SILENCE = Scripts.silence();
  private static final String TO_NOBODY = Scripts.reply("nobody", "result", "Is `x` yours?");
  private static final String TO_ALL = Scripts.reply("broadcast", "result", "All: `x` is gone.");
  private static final String ACK = Scripts.reply(null, "ack", "Understood, `x` it is.");
  private static final String THANKS = Scripts.reply("Thanks!");

  private final RandomGenerator random;
  private final HandClock clock;
  private final List<ProjectId> bodies;
  private final int waywardness;
  private boolean tame;

  /**
   * @param waywardness how many runs of a hundred do something else than reply
   */
  WildAgents(RandomGenerator random, HandClock clock, List<ProjectId> bodies, int waywardness) {
    this.random = random;
    this.clock = clock;
    this.bodies = bodies;
    this.waywardness = waywardness;
  }

  /** From here on every agent can run. */
  void tame() {
    tame = true;
  }

  @Override
  public Said play(ProjectId body, Envelope message, Run run) {
    Act[] all = Act.values();
    Act act = random.nextInt(100) < waywardness ? all[random.nextInt(all.length)] : Act.REPLY;
    return switch (act) {
      case REPLY -> replying(run, REPLY);
      case SILENCE -> new Said(ScriptedRunner.answer(run, SILENCE), Answer.SILENCE);
      case MALFORMED -> new Said(ScriptedRunner.answer(run, "I would rather not."), Answer.NONE);
      case FAILURE -> failure();
      case TO_THIRD -> replying(run, to(bodies.get(random.nextInt(bodies.size())).value()));
      case TO_SELF -> replying(run, to(body.value()));
      case TO_NOBODY -> replying(run, TO_NOBODY);
      case TO_ALL -> replying(run, TO_ALL);
      case ACK -> replying(run, ACK);
      case THANKS -> replying(run, THANKS);
      case STALE ->
          run.resume().isPresent()
              ? new Said(new RunResult.StaleSession("no such session"), Answer.NONE)
              : failure();
      case LIMITED ->
          tame
              ? failure()
              : new Said(
                  new RunResult.LimitedUntil(clock.instant().plusSeconds(5), "usage limit"),
                  Answer.NONE);
      case UNABLE ->
          tame ? failure() : new Said(new RunResult.Unable("not logged in"), Answer.NONE);
      case VIOLATION -> new Said(new RunResult.PolicyViolation("a tool too many"), Answer.NONE);
    };
  }

  private static Said failure() {
    return new Said(new RunResult.Failed("exit code 1", Optional.empty()), Answer.NONE);
  }

  private static Said replying(Run run, String block) {
    return new Said(ScriptedRunner.answer(run, block), Answer.REPLY);
  }

  private static String to(String recipient) {
    return "{\"reply_needed\": true, \"to\": \""
        + recipient
        + "\", \"reply_body\": {\"intent\": \"result\", \"text\": \"It is `order_id`.\"},"
        + " \"summary\": \"answered\"}";
  }
}
