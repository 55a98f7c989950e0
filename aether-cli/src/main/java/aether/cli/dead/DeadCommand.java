package aether.cli.dead;

import aether.terminal.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code aether dead}: the messages that a Body has given up. */
@Command(
    name = "dead",
    description = {
      "Look at the messages a Body could not process, try them again, or throw them away.",
      "",
      "A message becomes a dead letter when it cannot be read, or when all its runs have failed."
          + " Nothing else happens to it until you decide: it is kept for 30 days."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class DeadCommand {
  private DeadCommand() {}

  /** The command with its subcommands. */
  public static CommandLine with(Surroundings around) {
    return new CommandLine(new DeadCommand())
        .addSubcommand(new DeadListCommand(around))
        .addSubcommand(new DeadShowCommand(around))
        .addSubcommand(new DeadRetryCommand(around))
        .addSubcommand(new DeadDropCommand(around));
  }
}
