package aether.cli;

import aether.cli.budget.BudgetCommand;
import aether.cli.budget.LimitsCommand;
import aether.cli.budget.ThisHost;
import aether.cli.bus.BusCommand;
import aether.cli.client.ClientCommand;
import aether.cli.client.RegisterCommand;
import aether.cli.dead.DeadCommand;
import aether.cli.demo.DemoCommand;
import aether.cli.doctor.DoctorCommand;
import aether.cli.halt.GoCommand;
import aether.cli.halt.StopCommand;
import aether.cli.keys.KeysCommand;
import aether.cli.look.ServerCommand;
import aether.cli.look.TranscriptCommand;
import aether.cli.look.WatchCommand;
import aether.cli.look.WhoCommand;
import aether.cli.operate.AuditCommand;
import aether.cli.operate.Verbs;
import aether.cli.shell.CompletionCommand;
import aether.cli.shell.InstallShimCommand;
import aether.cli.talk.ConsultCommand;
import aether.cli.talk.SendCommand;
import aether.mcp.McpCommand;
import aether.observatory.ObservatoryCommand;
import aether.operator.OperatorCommand;
import aether.stargazer.StargazerCommand;
import aether.terminal.Executable;
import aether.terminal.Surroundings;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The root command: what a user can do with Aether, as a visible list (CONTRACT §12). */
@Command(
    name = "aether",
    description = "Lets the agents of different projects talk to each other.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nFirst steps:%n",
    footer = {
      "  aether bus start                    a bus on this machine",
      "  aether client setup                 make this project known on it",
      "  aether observatory <id>             let it receive messages",
      "  aether consult --to <id> --text …   ask it something",
    })
public final class Aether {
  private Aether() {}

  /** A client waits for the server of {@code mcp serve}: that one starts without all the others. */
  public static void main(String[] args) {
    boolean serves = args.length > 1 && args[0].equals("mcp") && McpCommand.isAwaited(args[1]);
    if (serves) {
      Executable.main(McpCommand::of, Arrays.copyOfRange(args, 1, args.length));
    } else {
      Executable.main(Aether::commandLine, args);
    }
  }

  /** The whole command line, to be run in {@code around}. */
  public static CommandLine commandLine(Surroundings around) {
    return new CommandLine(new Aether())
        .addSubcommand(new SendCommand(around))
        .addSubcommand(new ConsultCommand(around))
        .addSubcommand(new WhoCommand(around))
        .addSubcommand(new TranscriptCommand(around))
        .addSubcommand(new WatchCommand(around))
        .addSubcommand(DeadCommand.with(around))
        .addSubcommand(BudgetCommand.with(around))
        .addSubcommand(new LimitsCommand(around))
        .addSubcommand(new StopCommand(around))
        .addSubcommand(new GoCommand(around))
        .addSubcommand(Verbs.pause(around))
        .addSubcommand(Verbs.resume(around))
        .addSubcommand(Verbs.terminate(around))
        .addSubcommand(Verbs.kill(around))
        .addSubcommand(Verbs.revive(around))
        .addSubcommand(Verbs.unregister(around))
        .addSubcommand(Verbs.approve(around))
        .addSubcommand(Verbs.deny(around))
        .addSubcommand(KeysCommand.with(around))
        .addSubcommand(AuditCommand.with(around))
        .addSubcommand(ServerCommand.with(around))
        .addSubcommand(BusCommand.with(around))
        .addSubcommand(new DoctorCommand(around))
        .addSubcommand(ClientCommand.with(around))
        .addSubcommand(new RegisterCommand(around))
        .addSubcommand(new DemoCommand(around))
        .addSubcommand(new CompletionCommand(around))
        .addSubcommand(new InstallShimCommand(around))
        .addSubcommand(new ObservatoryCommand(around))
        .addSubcommand(new StargazerCommand(around))
        .addSubcommand(OperatorCommand.with(around, new ThisHost(around)))
        .addSubcommand(McpCommand.of(around))
        .addSubcommand(new CliReference.ReferenceCommand())
        .addSubcommand(new HelpCommand());
  }
}
