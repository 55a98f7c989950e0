package aether.cli.demo;

import aether.event.TurnUsage;
import aether.message.EnvelopeCodec;
import aether.message.Intent;
import aether.observatory.turn.Run;
import aether.observatory.turn.RunResult;
import aether.observatory.turn.ScriptedRunner;
import aether.wire.Json;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What a scripted agent ends its turn with, given what it has heard. */
@FunctionalInterface
interface Script {
  /** The whole output of one turn. */
  String turn(Heard heard);

  /** One that never answers. */
  static Script silent(String summary) {
    return _ -> silence(summary);
  }

  /** A runner that plays this script, each turn taking {@code pace}. No model is asked. */
  default ScriptedRunner runner(Duration pace) {
    return new ScriptedRunner(run -> play(run, pace), pace, Thread::sleep);
  }

  /** What this script answers, at once; it says that it took {@code pace}. */
  default RunResult play(Run run, Duration pace) {
    return unpaid(ScriptedRunner.answer(run, turn(Heard.in(run))), pace);
  }

  /** The control block that sends an answer to the sender (CONTRACT §6). */
  static String say(Intent intent, String text, String summary) {
    return say(Optional.empty(), intent, text, summary);
  }

  /** The control block that sends an answer to another Body. */
  static String say(Optional<String> to, Intent intent, String text, String summary) {
    ObjectNode block = Json.object();
    block.put("reply_needed", true);
    block.put("to", to.orElse(null));
    block.set(
        "reply_body",
        Json.object().put("intent", EnvelopeCodec.wireName(intent)).put("text", text));
    block.put("summary", summary);
    return Json.write(block);
  }

  /** The control block that stays silent. */
  static String silence(String summary) {
    ObjectNode block = Json.object();
    block.put("reply_needed", false);
    block.putNull("to").putNull("reply_body").put("summary", summary);
    return Json.write(block);
  }

  private static RunResult unpaid(RunResult result, Duration pace) {
    return result instanceof RunResult.Answered(var text, var session, var _)
        ? new RunResult.Answered(
            text,
            session,
            new TurnUsage(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                pace,
                Optional.of("scripted")))
        : result;
  }
}
