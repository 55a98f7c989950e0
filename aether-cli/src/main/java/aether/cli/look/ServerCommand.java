package aether.cli.look;

import aether.terminal.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code aether server}: what there is to know about the Redis behind the bus. */
@Command(
    name = "server",
    description = "Show the state of the bus.",
    synopsisSubcommandLabel = "COMMAND")
public final class ServerCommand {
  private ServerCommand() {}

  /** The command with its subcommands. */
  public static CommandLine with(Surroundings around) {
    return new CommandLine(new ServerCommand()).addSubcommand(new ServerStatusCommand(around));
  }
}
