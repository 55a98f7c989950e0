package aether.observatory.turn;

import aether.observatory.sandbox.Cell;
import aether.observatory.sandbox.Sandbox;
import aether.observatory.turn.ChildProcess.Ending;
import aether.observatory.turn.ChildProcess.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Starts an agent's command where runs take place: in its sandbox, with an environment by
 * allow-list, in a session of its own, known to whoever ends what is left. Safe for several
 * threads.
 */
final class AgentProcess {
  /** ENOENT (of an interpreter), ENOEXEC and EACCES, as the platform words them. */
  private static final Pattern NEEDS_A_HUMAN = Pattern.compile("error[=:] ?(2|8|13)\\b");

  private final Map<String, String> parent;
  private final Map<String, String> child;
  private final Optional<Path> setsid;
  private final ChildRegister register;
  private final Sandbox sandbox;

  /**
   * One that starts nothing yet.
   *
   * @param env the daemon's own environment, of which the child gets what is allowed
   */
  AgentProcess(Map<String, String> env, Housing housing) {
    this.parent = Map.copyOf(env);
    this.child = ClaudeEnvironment.of(parent);
    this.setsid = housing.atTerminal() ? Executable.find("setsid", parent) : Optional.empty();
    this.register = housing.register();
    this.sandbox = housing.sandbox();
  }

  /** The absolute path of {@code command}, when it is there. */
  Optional<Path> find(String command) {
    return Executable.find(command, parent);
  }

  /** Why {@code command} cannot run, in one line that ends with {@code remedy}. */
  Optional<String> problem(String command, String remedy) {
    return find(command).isPresent()
        ? Optional.empty()
        : Optional.of(Executable.tried(command, parent) + remedy);
  }

  String confinement() {
    return sandbox.words();
  }

  void endLeftovers() {
    register.endLeftovers();
  }

  /** The place in which {@code executable} works on {@code project}. */
  Cell cell(Path executable, Path project, boolean allowWrite) {
    return new Cell(executable, project, allowWrite, child);
  }

  /** The same for one that reads, and keeps {@code own} files. */
  Cell cell(Path executable, Path project, List<Path> own) {
    return new Cell(executable, project, false, child, Optional.of(own));
  }

  /**
   * Runs {@code line}, whose first word is the cell's executable, to its end.
   *
   * @throws IOException when it cannot be started
   */
  Ending run(
      List<String> line, Cell cell, String input, Patience patience, ChildProcess.Listener listener)
      throws IOException, InterruptedException {
    return ChildProcess.run(
        bare(inItsOwnSession(sandbox.wrap(line, cell)), cell.project()),
        input.getBytes(StandardCharsets.UTF_8),
        patience,
        listener,
        register);
  }

  /** The same line once, in its sandbox, with nothing to read and nobody to listen. */
  Ending tryOut(List<String> line, Cell cell, Patience patience)
      throws IOException, InterruptedException {
    return ChildProcess.run(
        bare(sandbox.wrap(line, cell), cell.project()),
        new byte[0],
        patience,
        _ -> ChildProcess.Verdict.MORE,
        ChildRegister.none());
  }

  /** {@code line} in {@code folder}, outside the sandbox. */
  ProcessBuilder bare(List<String> line, Path folder) {
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(child);
    return builder;
  }

  /** A Ctrl-C in the daemon's terminal is for the daemon, which lets the turn finish. */
  private List<String> inItsOwnSession(List<String> line) {
    return setsid
        .map(first -> Stream.concat(Stream.of(first.toString()), line.stream()).toList())
        .orElse(line);
  }

  /** Why nothing can be run for {@code run}; empty when it can. */
  static Optional<RunResult> unfit(Run run) {
    return Files.isDirectory(run.workingDir())
        ? Optional.empty()
        : Optional.of(
            new RunResult.Unable(
                "'%s' is not a folder; register the project with one that exists"
                    .formatted(run.workingDir())));
  }

  /** Missing interpreters and rights need a human; a full process table does not. */
  static RunResult notStarted(Path executable, IOException e, String remedy) {
    String why = WholeText.firstLine(String.valueOf(e.getMessage()));
    String error = "'%s' could not be started: %s".formatted(executable, why);
    return NEEDS_A_HUMAN.matcher(why).find()
        ? new RunResult.Unable(error + remedy)
        : new RunResult.Failed(error, Optional.empty());
  }
}
