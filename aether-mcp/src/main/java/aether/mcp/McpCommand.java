package aether.mcp;

import aether.mcp.setup.DoctorCommand;
import aether.mcp.setup.RemoveCommand;
import aether.mcp.setup.SetupCommand;
import aether.mcp.setup.Warmth;
import aether.terminal.Executable;
import aether.terminal.Surroundings;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code aether mcp}: the bus inside Claude Code. */
@Command(
    name = "mcp",
    description = "The bus inside Claude Code: a server of tools over stdio.",
    synopsisSubcommandLabel = "COMMAND")
public final class McpCommand {
  private static final Set<String> OWN = Set.of("-h", "--help", "-V", "--version", "--debug");

  private McpCommand() {}

  /** Runs the module's jar, which is the server unless another command is named. */
  public static void main(String... args) {
    Executable.main(McpCommand::of, meant(isTerminal(), args));
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  /**
   * What {@code args} mean to who starts the jar.
   *
   * @param interactive whether that is a human at a terminal, who is shown the help
   */
  static String[] meant(boolean interactive, String... args) {
    boolean named =
        args.length == 0 ? interactive : OWN.contains(args[0]) || !args[0].startsWith("-");
    return named
        ? args
        : Stream.concat(Stream.of(ServeCommand.NAME), Stream.of(args)).toArray(String[]::new);
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
