package aether.cli.dead;

import aether.bus.DeadLetter;
import aether.config.Account;
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

/** {@code aether dead show}: all there is to know about some letters. */
@Command(
    name = "show",
    description = "Show dead letters whole: why they were given up, and the entry as it came in.",
    footerHeading = "%nExamples:%n",
    footer = {"  aether dead show backend 1767607200000-0", "  aether dead show backend --all"})
final class DeadShowCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Choice choice = new Choice();

  @Option(names = "--json", description = "Print JSON, one letter on each line.")
  private boolean json;

  DeadShowCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    try (RedisObserver bus =
        RedisObserver.connect(connection.address(around, new Account.Operator()))) {
      Morgue morgue = new Morgue(bus);
      List<DeadLetter> letters = choice.letters(morgue, choice.body(morgue));
      PrintWriter out = around.streams().out();
      LetterText text = new LetterText(around.palette(), ZoneId.systemDefault());
      for (DeadLetter letter : letters) {
        if (json) {
          out.println(Json.write(LetterText.json(letter)));
        } else {
          text.whole(letter).forEach(out::println);
        }
      }
    }
    return ExitCode.OK.number();
  }
}
