package aether.mcp;

import aether.wire.Json;
import java.util.Map;
import java.util.Optional;

/** What the prompts that act tell the model to do. They do nothing themselves. */
final class Instructions {
  private Instructions() {}

  static String ask(Map<String, String> words) {
    String question = words.getOrDefault("question", "");
    String call =
        "Call aether_ask with to="
            + quoted(words, "to")
            + ", question="
            + quoted(words, "question")
            + Optional.ofNullable(words.get("thread"))
                .filter(_ -> !looksCut(question))
                .map(thread -> ", thread=" + Json.write(Json.object().stringNode(thread)))
                .orElse("")
            + ", wait_seconds=55. If no answer came, go on and call aether_poll later; then tell"
            + " the user what the other project answered.";
    return looksCut(question) ? cut("ask", "question") + "\n" + call : call;
  }

  static String discuss(Map<String, String> words) {
    String call =
        "Call aether_discuss with from_project="
            + quoted(words, "from_project")
            + ", to_project="
            + quoted(words, "to_project")
            + ", topic="
            + quoted(words, "topic")
            + ", and tell the user the thread it gives.";
    return looksCut(words.getOrDefault("topic", "")) ? cut("discuss", "topic") + "\n" + call : call;
  }

  static String stop(Map<String, String> words) {
    return "Call aether_control with thread="
        + quoted(words, "thread")
        + " and action=\"terminate\", then tell the user what state it is in.";
  }

  /** Clients split a prompt's arguments at white space and drop what is left over (D57). */
  private static boolean looksCut(String text) {
    return text.strip().chars().noneMatch(Character::isWhitespace);
  }

  private static String cut(String command, String what) {
    return "The "
        + what
        + " below looks cut: the client passes only the first word of it. If the user's whole line"
        + " is in this conversation (<command-args>), take the "
        + what
        + " from there, complete, and leave thread out; if not, ask the user for it before you call"
        + " anything. Free text goes through the plugin's command: /aether:"
        + command
        + " …";
  }

  private static String quoted(Map<String, String> words, String name) {
    return Json.write(Json.object().stringNode(words.getOrDefault(name, "")));
  }
}
