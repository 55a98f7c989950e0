package aether.cli.client;

import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code aether client setup}: writes this project into the star chart and registers it. */
@Command(
    name = "setup",
    description = {
      "Make the project in this directory a Body: write it into the constellation and register it.",
      "",
      "What is not given is taken from the project's own files, and asked for on a terminal. The"
          + " constellation is $$AETHER_CONSTELLATION or ~/.aether/constellation.yaml; nothing in it"
          + " is changed, the project is added. When the bus refuses, nothing is written."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aether client setup",
      "  aether client setup --yes --id backend --description \"Orders API\" --capability java"
    })
final class ClientSetupCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private final Setup setup = new Setup();

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  ClientSetupCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Setup.next(setup.on(connection.address(around), around, () -> {}), around);
    return ExitCode.OK.number();
  }
}
