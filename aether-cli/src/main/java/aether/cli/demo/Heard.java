package aether.cli.demo;

import aether.observatory.turn.Run;
import aether.wire.Json;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * The message as a scripted agent reads it in its prompt.
 *
 * @param project the folder the agent works in
 * @param from empty text when there is no message in the prompt
 * @param hop its hop count
 */
record Heard(Path project, String from, String text, int hop) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "=== BEGIN MESSAGE (\\S+) ===\n(.*?)\n=== END MESSAGE \\1 ===", Pattern.DOTALL);

  static Heard in(Run run) {
    Matcher block = BLOCK.matcher(run.message());
    ObjectNode message =
        block.find() ? Json.readObject(block.group(2)).orElseGet(Json::object) : Json.object();
    return new Heard(
        run.workingDir(),
        message.path("from").asString(""),
        message.path("text").asString(""),
        message.path("hop").asInt(0));
  }
}
