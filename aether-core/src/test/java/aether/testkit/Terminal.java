package aether.testkit;

import aether.message.IdSource;
import aether.terminal.CommandLines;
import aether.terminal.Streams;
import aether.terminal.Surroundings;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/** Runs a command as a shell would, in surroundings of a test's own. */
public final class Terminal {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Surroundings around;

  /**
   * @param home both the user's home and the working directory
   */
  public Terminal(Path home, Map<String, String> env) {
    this.around =
        new Surroundings(
            env,
            home,
            home,
            new Streams(
                new BufferedReader(new StringReader("")),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false),
            InstantSource.system(),
            IdSource.random());
  }

  /** Where its commands run. */
  public Surroundings surroundings() {
    return around;
  }

  /** The exit code. */
  public int run(Function<Surroundings, CommandLine> command, String... args) {
    return CommandLines.of(command.apply(around), around).execute(args);
  }

  public String out() {
    return out.toString();
  }

  public String err() {
    return err.toString();
  }
}
