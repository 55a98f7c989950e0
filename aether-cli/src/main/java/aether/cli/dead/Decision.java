package aether.cli.dead;

import aether.bus.DeadLetter;
import aether.config.Account;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Carries out one decision about each of the chosen letters, and says how many it was for. */
record Decision(Surroundings around, ConnectionOptions connection, Choice choice, boolean json) {
  /** What is done about one letter. */
  @FunctionalInterface
  interface Deed {
    /** Does it. @return why not, when it was not done */
    Optional<String> about(RedisBus bus, ProjectId body, DeadLetter letter);
  }

  /**
   * @param done what has become of the letters, in one word
   */
  int carryOut(String done, Deed deed) {
    List<String> changed = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    try (RedisBus bus = RedisBus.connect(connection.address(around, new Account.Operator()))) {
      Morgue morgue = new Morgue(bus.observer());
      ProjectId body = choice.body(morgue);
      for (DeadLetter letter : choice.letters(morgue, body)) {
        Optional<String> objection = deed.about(bus, body, letter);
        (objection.isPresent() ? refused : changed).add(letter.id());
        objection.ifPresent(why -> around.streams().err().println("aether: " + why));
      }
      around.streams().out().println(json ? json(body, done, changed) : text(body, done, changed));
    }
    if (!refused.isEmpty()) {
      throw Refusal.failed(
          "not " + done + ": " + String.join(", ", refused) + "; see `aether dead list`");
    }
    return ExitCode.OK.number();
  }

  private static String text(ProjectId body, String done, List<String> letters) {
    return done
        + " "
        + letters.size()
        + (letters.size() == 1 ? " dead letter of '" : " dead letters of '")
        + body
        + "'";
  }

  private static String json(ProjectId body, String done, List<String> letters) {
    ObjectNode node = Json.object().put("body", body.value()).put("count", letters.size());
    letters.forEach(node.withArray(done)::add);
    return Json.write(node);
  }
}
