package aether.operator;

import aether.config.Secret;
import aether.terminal.ExitCode;
import aether.terminal.Surroundings;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aether operator token}: what the panel asks for. */
@Command(
    name = "token",
    description = {
      "Print the token that the operator panel asks for, and make one where there is none.",
      "",
      "It stands in ~/.aether/operator.token, which only you can read. A panel that runs keeps the"
          + " token it began with; $$AETHER_OPERATOR_TOKEN comes before the file."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  aether operator token", "  aether operator token --rotate"})
final class TokenCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(names = "--rotate", description = "Make a fresh one; the old one opens nothing more.")
  private boolean rotate;

  TokenCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    TokenFile file = new TokenFile(around);
    Secret token =
        rotate
            ? file.renew(new SecureRandom())
            : file.kept().orElseGet(() -> file.renew(new SecureRandom()));
    around.streams().out().println(token.reveal());
    return ExitCode.OK.number();
  }
}
