package aether.terminal;

import aether.bus.BusException;
import aether.config.ConfigException;
import aether.config.Nearest;
import aether.redis.local.LocalRedisException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.MissingParameterException;
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
  static final String DEBUG = "--debug";
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
    root.setParameterExceptionHandler((e, args) -> refuse(e, List.of(args).contains(DEBUG)));
    root.setExecutionExceptionHandler((e, command, parsed) -> fail(e, command, parsed));
    return root;
  }

  private static void describe(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    spec.mixinStandardHelpOptions(true);
    spec.versionProvider(() -> new String[] {spec.root().name() + " " + version(spec)});
    spec.usageMessage().sortOptions(false);
    spec.usageMessage().abbreviateSynopsis(true);
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
      List<ParseResult> chosen =
          parsed.asCommandLineList().stream().map(CommandLine::getParseResult).toList();
      if (chosen.getLast().commandSpec().userObject() instanceof Daemon) {
        Logs.daemon();
      }
      if (isDebug(parsed)) {
        Logs.debug();
      }
      return new CommandLine.RunLast().execute(parsed);
    }
  }

  private static boolean isDebug(ParseResult parsed) {
    return parsed.asCommandLineList().stream()
        .anyMatch(command -> command.getParseResult().hasMatchedOption(DEBUG));
  }

  private int refuse(ParameterException e, boolean debug) {
    CommandLine command = e.getCommandLine();
    if (strays(e).isEmpty() && isGroup(command)) {
      command.usage(around.streams().err());
      return ExitCode.USAGE.number();
    }
    String name = command.getCommandSpec().qualifiedName();
    String message = message(e);
    String see = (message.endsWith("?") ? " see '" : "; see '") + name + " --help'";
    return say(command, message + see, ExitCode.USAGE, e, debug);
  }

  private static boolean isGroup(CommandLine command) {
    Object user = command.getCommandSpec().userObject();
    return !(user instanceof Runnable) && !(user instanceof Callable<?>);
  }

  private static String message(ParameterException e) {
    CommandLine command = e.getCommandLine();
    List<String> strays = strays(e);
    if (strays.isEmpty()) {
      String message = String.valueOf(e.getMessage()).replaceFirst("^Error: ", "");
      return NotANumber.words(message).orElseGet(() -> OneLine.lowerFirst(message));
    }
    String first = strays.getFirst();
    if (first.startsWith("-")) {
      return "unknown option '" + first + "'" + Nearest.hint(first, options(command));
    }
    return isGroup(command)
        ? "unknown command '" + first + "'" + Nearest.hint(first, command.getSubcommands().keySet())
        : "unexpected argument '" + first + "'";
  }

  /** What was not understood, also where something missing was found first. */
  private static List<String> strays(ParameterException e) {
    return switch (e) {
      case UnmatchedArgumentException unmatched -> unmatched.getUnmatched();
      case MissingParameterException _ -> e.getCommandLine().getUnmatchedArguments();
      default -> isGroup(e.getCommandLine()) ? asked(e) : List.of();
    };
  }

  /** The command that {@code help} was asked about and nobody knows. */
  private static List<String> asked(ParameterException e) {
    return Stream.ofNullable(e.getValue()).toList();
  }

  private static Set<String> options(CommandLine command) {
    return command.getCommandSpec().optionsMap().keySet();
  }

  private int fail(Exception e, CommandLine command, ParseResult parsed) {
    boolean debug = isDebug(parsed);
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
