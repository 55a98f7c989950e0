package aether.cli.bus;

import aether.terminal.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code aether bus}: a bus of one's own, or the choice of another. */
@Command(
    name = "bus",
    description = "Run a bus on this machine, or choose the one to use.",
    synopsisSubcommandLabel = "COMMAND")
public final class BusCommand {
  private BusCommand() {}

  /** The command with its subcommands. */
  public static CommandLine with(Surroundings around) {
    return new CommandLine(new BusCommand())
        .addSubcommand(new BusStartCommand(around))
        .addSubcommand(new BusStopCommand(around))
        .addSubcommand(new BusStatusCommand(around))
        .addSubcommand(new BusUseCommand(around))
        .addSubcommand(new BusAclCommand(around));
  }
}
