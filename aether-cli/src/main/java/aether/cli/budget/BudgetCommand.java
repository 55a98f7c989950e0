package aether.cli.budget;

import aether.terminal.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code aether budget}: what a Body has spent. */
@Command(
    name = "budget",
    description = {
      "Look at what a Body of this host has spent in the last 24 hours, or let it spend more.",
      "",
      "A message that would break a ceiling is not lost: it waits until there is budget again."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class BudgetCommand {
  private BudgetCommand() {}

  /** The command with its subcommands. */
  public static CommandLine with(Surroundings around) {
    return new CommandLine(new BudgetCommand())
        .addSubcommand(new BudgetShowCommand(around))
        .addSubcommand(new BudgetGrantCommand(around));
  }
}
