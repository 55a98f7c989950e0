package aether.cli.dead;

import aether.bus.DeadLetter;
import aether.message.ProjectId;
import aether.terminal.Refusal;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which letters of which Body a command is about. A picocli mixin. */
final class Choice {
  @Parameters(index = "0", paramLabel = "BODY", description = "The Body that gave them up.")
  private String body = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "LETTER",
      description = "Ids of letters, as `aether dead list` shows them.")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--all", description = "All its letters.")
  private boolean all;

  ProjectId body(Morgue morgue) {
    if (all == !ids.isEmpty()) {
      throw Refusal.usage(
          all
              ? "--all goes with no ids; leave one or the other out"
              : "no letter is named; give ids from `aether dead list`, or --all");
    }
    return morgue.body(body);
  }

  List<DeadLetter> letters(Morgue morgue, ProjectId of) {
    return all ? morgue.letters(of) : morgue.letters(of, ids);
  }
}
