package aether.terminal;

import aether.bus.BusException;
import aether.config.ConfigException;
import aether.redis.local.LocalRedisException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Command lines that behave alike: answers on standard output, one-line errors on standard error,
 * {@link ExitCode}s, {@code --help}, {@code --version} and {@code --debug} everywhere (CONTRACT
 * §12).
 */
public final class CommandLines {
  private static final String DEBUG = "--debug";
  private static final int WIDTH = 100;
  private static final Map<String, String> EXIT_CODES =
      new TreeMap<>(
          Map.of(
              "0", "It is done.",
              "1", "It was refused, or it failed: one line on standard error says why.",
              "2", "The command line or a setting is wrong."));

  private final Surroundings around;

  private CommandLines(Surroundings around) {
    this.around = around;
  }

  /**
   * The command line of an annotated {@code command}. Further subcommands may be added; they are
   * treated alike.
   */
  public static CommandLine of(CommandLine command, Surroundings around) {
    return new CommandLines(around).prepare(command);
  }

  private CommandLine prepare(CommandLine root) {
    root.getCommandSpec()
        .addOption(
            OptionSpec.builder(DEBUG)
                .description("On an error, also print the stack trace; log more.")
                .scopeType(ScopeType.INHERIT)
                .build());
    describe(root);
    root.setOut(around.streams().out());
    root.setErr(around.streams().err());
    root.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            around.palette() == Palette.COLOURS ? Ansi.ON : Ansi.OFF));
    root.setExpandAtFiles(false);
    root.setAllowOptionsAsOptionParameters(false);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setUsageHelpWidth(WIDTH);
    root.setExecutionStrategy(new Strategy());
    root.setParameterExceptionHandler((e, args) -> refuse(e, isDebug(root, args)));
    root.setExecutionExceptionHandler((e, command, parsed) -> fail(e, command, parsed));
    return root;
  }

  private static void describe(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    spec.mixinStandardHelpOptions(true);
    spec.versionProvider(() -> new String[] {spec.root().name() + " " + version(spec)});
    spec.usageMessage().exitCodeListHeading("%nExit codes:%n");
    if (spec.usageMessage().exitCodeList().isEmpty()) {
      spec.usageMessage().exitCodeList(EXIT_CODES);
    }
    command.getSubcommands().values().forEach(CommandLines::describe);
  }

  private static String version(CommandSpec spec) {
    return Optional.ofNullable(spec.userObject())
        .map(command -> command.getClass().getPackage().getImplementationVersion())
        .orElse("(development)");
  }

  /** Runs the chosen command with the log it wants. */
  private static final class Strategy implements IExecutionStrategy {
    @Override
    public int execute(ParseResult parsed) {
      ParseResult last = parsed;
      while (last.hasSubcommand()) {
        last = last.subcommand();
      }
      if (last.commandSpec().userObject() instanceof Daemon) {
        Logs.daemon();
      }
      if (parsed.hasMatchedOption(DEBUG) || last.hasMatchedOption(DEBUG)) {
        Logs.debug();
      }
      return new CommandLine.RunLast().execute(parsed);
    }
  }

  private static boolean isDebug(CommandLine root, String[] args) {
    return root.getCommandSpec().findOption(DEBUG) != null && List.of(args).contains(DEBUG);
  }

  private int refuse(ParameterException e, boolean debug) {
    CommandLine command = e.getCommandLine();
    if (!(e instanceof UnmatchedArgumentException) && isGroup(command)) {
      command.usage(around.streams().err());
      return ExitCode.USAGE.number();
    }
    String name = command.getCommandSpec().qualifiedName();
    return say(command, message(e) + "; see '" + name + " --help'", ExitCode.USAGE, e, debug);
  }

  private static boolean isGroup(CommandLine command) {
    Object user = command.getCommandSpec().userObject();
    return !(user instanceof Runnable) && !(user instanceof Callable<?>);
  }

  private static String message(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return OneLine.lowerFirst(String.valueOf(e.getMessage()));
    }
    String first = unmatched.getUnmatched().getFirst();
    String what =
        unmatched.isUnknownOption()
            ? "unknown option '"
            : isGroup(e.getCommandLine()) ? "unknown command '" : "unexpected argument '";
    return what + first + "'" + suggestion(unmatched);
  }

  private static String suggestion(UnmatchedArgumentException e) {
    return e.getSuggestions().stream()
        .findFirst()
        .map(near -> "; did you mean '" + near + "'?")
        .orElse("");
  }

  private int fail(Exception e, CommandLine command, ParseResult parsed) {
    boolean debug = parsed.hasMatchedOption(DEBUG);
    return switch (e) {
      case Refusal refusal -> say(command, text(refusal), refusal.code(), e, debug);
      case ConfigException _ -> say(command, text(e), ExitCode.USAGE, e, debug);
      case BusException _ -> say(command, text(e), ExitCode.FAILED, e, debug);
      case LocalRedisException _ -> say(command, text(e), ExitCode.FAILED, e, debug);
      case UncheckedIOException _ -> say(command, text(e), ExitCode.FAILED, e, debug);
      default -> {
        String what = "unexpected " + e.getClass().getSimpleName() + ": " + text(e);
        yield say(
            command, what + " (run again with --debug and report it)", ExitCode.FAILED, e, debug);
      }
    };
  }

  private static String text(Exception e) {
    return String.valueOf(e.getMessage());
  }

  private int say(CommandLine command, String message, ExitCode code, Exception e, boolean debug) {
    PrintWriter err = around.streams().err();
    err.println(command.getCommandSpec().root().name() + ": " + OneLine.of(message));
    if (debug) {
      e.printStackTrace(err);
    }
    err.flush();
    return code.number();
  }
}
