package aether.cli.client;

import aether.terminal.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code aether client}: this project's place on the bus. */
@Command(
    name = "client",
    description = "Make this project known on the bus.",
    synopsisSubcommandLabel = "COMMAND")
public final class ClientCommand {
  private ClientCommand() {}

  /** The command with its subcommands. */
  public static CommandLine with(Surroundings around) {
    return new CommandLine(new ClientCommand()).addSubcommand(new ClientSetupCommand(around));
  }
}
