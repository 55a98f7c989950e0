package aether.terminal;

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
    int code = CommandLines.of(command.apply(around), around).execute(args);
    around.streams().out().flush();
    around.streams().err().flush();
    System.exit(code);
  }
}
