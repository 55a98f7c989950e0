package aether.terminal;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/** Starts and ends the process of an executable. */
public final class Executable {
  private Executable() {}

  /**
   * Runs the command that {@code command} builds, in the surroundings of this process, and ends the
   * process with its exit code.
   */
  public static void main(Function<Surroundings, CommandLine> command, String... args) {
    Logs.quiet();
    Surroundings around = Surroundings.system();
    int code = run(command, around, args);
    around.streams().out().flush();
    around.streams().err().flush();
    System.exit(code);
  }

  /** What is broken in the program itself is one line as well. */
  private static int run(
      Function<Surroundings, CommandLine> command, Surroundings around, String... args) {
    try {
      return CommandLines.of(command.apply(around), around).execute(args);
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      around.streams().err().println("aether: it cannot run: " + OneLine.of(e.toString()));
      if (List.of(args).contains(CommandLines.DEBUG)) {
        e.printStackTrace(around.streams().err());
      }
      return ExitCode.FAILED.number();
    }
  }
}
