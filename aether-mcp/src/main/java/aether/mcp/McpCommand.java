package aether.mcp;

import aether.mcp.setup.DoctorCommand;
import aether.mcp.setup.RemoveCommand;
import aether.mcp.setup.SetupCommand;
import aether.mcp.setup.Warmth;
import aether.terminal.Executable;
import aether.terminal.Surroundings;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code aether mcp}: the bus inside Claude Code. */
@Command(
    name = "mcp",
    description = "The bus inside Claude Code: a server of tools over stdio.",
    synopsisSubcommandLabel = "COMMAND")
public final class McpCommand {
  private McpCommand() {}

  /** Runs the module's jar. */
  public static void main(String... args) {
    Executable.main(McpCommand::of, args);
  }

  /** Whether somebody waits for the first word of {@code subcommand}. */
  public static boolean isAwaited(String subcommand) {
    return subcommand.equals(ServeCommand.NAME) || subcommand.equals(Warmth.WARM);
  }

  /** The command with its subcommands, on the standard streams of this process. */
  public static CommandLine of(Surroundings around) {
    return new CommandLine(new McpCommand())
        .addSubcommand(
            new ServeCommand(
                around,
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out)))
        .addSubcommand(new SetupCommand(around))
        .addSubcommand(new RemoveCommand(around))
        .addSubcommand(new DoctorCommand(around))
        .addSubcommand(new InboxCommand(around))
        .addSubcommand(new WarmCommand(around))
        .addSubcommand(new CacheCommand(around));
  }
}
