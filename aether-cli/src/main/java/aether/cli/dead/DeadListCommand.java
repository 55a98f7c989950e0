package aether.cli.dead;

import aether.bus.DeadLetter;
import aether.config.Account;
import aether.message.ProjectId;
import aether.redis.RedisObserver;
import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code aether dead list}: what a Body has given up, one line each. */
@Command(
    name = "list",
    description = "List the dead letters of a Body, the oldest first.",
    footerHeading = "%nExamples:%n",
    footer = {"  aether dead list backend", "  aether dead list backend --json"})
final class DeadListCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Parameters(paramLabel = "BODY", description = "The Body that gave them up.")
  private String body = "";

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  DeadListCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    try (RedisObserver bus =
        RedisObserver.connect(connection.address(around, new Account.Operator()))) {
      Morgue morgue = new Morgue(bus);
      ProjectId id = morgue.body(body);
      List<DeadLetter> letters = morgue.letters(id);
      PrintWriter out = around.streams().out();
      if (json) {
        ObjectNode answer = Json.object().put("body", id.value());
        letters.forEach(letter -> answer.withArray("letters").add(LetterText.json(letter)));
        out.println(Json.write(answer));
      } else if (letters.isEmpty()) {
        out.println("'" + id + "' has no dead letters");
      } else {
        new LetterText(around.palette(), ZoneId.systemDefault())
            .table(letters)
            .forEach(out::println);
      }
    }
    return ExitCode.OK.number();
  }
}
