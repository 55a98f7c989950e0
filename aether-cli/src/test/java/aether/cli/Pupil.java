package aether.cli;

import aether.event.Milestone;
import aether.message.ProjectId;
import aether.observatory.turn.AgentRunner;
import aether.observatory.turn.Run;
import aether.observatory.turn.RunResult;
import aether.observatory.turn.ScriptedRunner;
import aether.wire.Json;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An agent that does as its message says: one with "slowly" in it takes until it is let go, one
 * with "badly" fails until it is mended, and each other one is answered at once.
 */
final class Pupil implements AgentRunner {
  static final ProjectId ID = new ProjectId("beta");

  private final Semaphore turns = new Semaphore(0);
  private final AtomicInteger cut = new AtomicInteger();
  private volatile boolean mended;

  /** Lets one slow turn end. */
  void go() {
    turns.release();
  }

  void mend() {
    mended = true;
  }

  /** How many turns were ended before they were done. */
  int cut() {
    return cut.get();
  }

  @Override
  public RunResult run(Run run) throws InterruptedException {
    run.watcher().accept(new Milestone.TurnStart());
    run.watcher().accept(new Milestone.ToolUse("Read"));
    if (run.message().contains("badly") && !mended) {
      return new RunResult.Failed("it went badly", Optional.empty());
    }
    if (run.message().contains("slowly")) {
      try {
        turns.acquire();
      } catch (InterruptedException e) {
        cut.incrementAndGet();
        throw e;
      }
    }
    var block = Json.object().put("reply_needed", true).putNull("to");
    block.putObject("reply_body").put("intent", "result").put("text", "It is `order_id`.");
    return ScriptedRunner.answer(run, Json.write(block.put("summary", "answered")));
  }
}
