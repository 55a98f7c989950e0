package aether.cli.demo;

import aether.event.Milestone;
import aether.observatory.turn.AgentRunner;
import aether.observatory.turn.Run;
import aether.observatory.turn.RunResult;
import java.time.Duration;
import java.util.List;

/**
 * A scripted agent that takes its time, so that one can watch it at work.
 *
 * @param step how long each of its tools takes
 */
record Leisurely(Script script, Duration step) implements AgentRunner {
  private static final List<String> TOOLS = List.of("Grep", "Read", "Read");

  @Override
  public RunResult run(Run run) throws InterruptedException {
    run.watcher().accept(new Milestone.TurnStart());
    for (String tool : TOOLS) {
      run.watcher().accept(new Milestone.ToolUse(tool));
      Thread.sleep(step);
    }
    RunResult result = script.play(run, step.multipliedBy(TOOLS.size()));
    run.watcher().accept(new Milestone.TurnDone("success"));
    return result;
  }
}
