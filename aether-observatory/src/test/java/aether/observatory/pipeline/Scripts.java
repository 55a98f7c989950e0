package aether.observatory.pipeline;

import aether.observatory.turn.ScriptedRunner;
import aether.wire.Json;
import tools.jackson.databind.node.ObjectNode;

/** Scripted agents and the control blocks they end their turns with. */
final class Scripts {
  private Scripts() {}

  static String silence() {
    return "{\"reply_needed\": false, \"to\": null, \"reply_body\": null, \"summary\": \"noted\"}";
  }

  static String reply(String text) {
    return reply(null, "result", text);
  }

  static String reply(@org.jspecify.annotations.Nullable String to, String intent, String text) {
    ObjectNode block = Json.object();
    block.put("reply_needed", true);
    block.put("to", to);
    block.set("reply_body", Json.object().put("intent", intent).put("text", text));
    block.put("summary", "answered");
    return Json.write(block);
  }

  static ScriptedRunner silent() {
    return ScriptedRunner.replying(silence());
  }

  static ScriptedRunner always(String text) {
    return ScriptedRunner.replying(reply(text));
  }
}
