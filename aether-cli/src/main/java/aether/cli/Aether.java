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
import aether.redis.HeadStart;
import aether.stargazer.StargazerCommand;
import aether.terminal.Executable;
import aether.terminal.Surroundings;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
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

  /**
   * What people and programs wait for starts without all the other commands: a client waits for the
   * server of {@code mcp serve}, a hand for {@code who}.
   */
  public static void main(String[] args) {
    boolean serves = args.length > 1 && args[0].equals("mcp") && McpCommand.isAwaited(args[1]);
    if (args.length == 1 && Set.of("--help", "-h").contains(args[0])) {
      FrontPage.print();
    } else if (serves) {
      Executable.main(McpCommand::of, Arrays.copyOfRange(args, 1, args.length));
    } else {
      if (args.length > 0 && Set.of("who", "send", "consult", "transcript").contains(args[0])) {
        HeadStart.begin();
      }
      Executable.main(around -> commandLine(around, args), args);
    }
  }

  /** A command line that does with {@code args} what the whole one does. */
  static CommandLine commandLine(Surroundings around, String... args) {
    String first = args.length == 0 ? "" : args[0];
    if (args.length == 1 && Set.of("--version", "-V").contains(first)) {
      return new CommandLine(new Aether());
    }
    return alone(first, around)
        .map(command -> new CommandLine(new Aether()).addSubcommand(command))
        .orElseGet(() -> commandLine(around));
  }

  /** The command {@code name}, where it is one that is made without the others. */
  private static Optional<Object> alone(String name, Surroundings around) {
    return switch (name) {
      case "send" -> Optional.of(new SendCommand(around));
      case "consult" -> Optional.of(new ConsultCommand(around));
      case "who" -> Optional.of(new WhoCommand(around));
      case "transcript" -> Optional.of(new TranscriptCommand(around));
      case "watch" -> Optional.of(new WatchCommand(around));
      case "stop" -> Optional.of(new StopCommand(around));
      case "go" -> Optional.of(new GoCommand(around));
      case "demo" -> Optional.of(new DemoCommand(around));
      case "observatory" -> Optional.of(new ObservatoryCommand(around));
      case "stargazer" -> Optional.of(new StargazerCommand(around));
      case "operator" -> Optional.of(OperatorCommand.with(around, new ThisHost(around)));
      case "bus" -> Optional.of(BusCommand.with(around));
      default -> Optional.empty();
    };
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
