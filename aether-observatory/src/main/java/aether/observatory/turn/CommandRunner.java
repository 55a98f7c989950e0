package aether.observatory.turn;

import aether.config.AgentChoice.OtherAgent;
import aether.config.ConfigException;
import aether.event.TurnUsage;
import aether.observatory.sandbox.Cell;
import aether.observatory.sandbox.Sandbox;
import aether.observatory.turn.ChildProcess.Patience;
import aether.observatory.turn.ClaudeSettings.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Runs another agent than {@code claude}: a command that reads rules and prompt from its input,
 * with the same times, bounds and environment. It is given no session and remembers nothing; a run
 * that says no cost, a failed one too, has cost what was set aside for it. Safe for several
 * threads.
 */
public final class CommandRunner implements AgentRunner {
  private final OtherAgent agent;
  private final Limits limits;
  private final Map<String, String> parent;
  private final InstantSource clock;
  private final Supplier<UUID> newSession;
  private final ChildRegister register;
  private final Sandbox sandbox;

  /**
   * A runner that starts nothing yet.
   *
   * @param env the daemon's own environment, of which the child gets what is allowed
   * @param newSession what stands for each run where a session would
   */
  public CommandRunner(
      OtherAgent agent,
      Limits limits,
      Map<String, String> env,
      InstantSource clock,
      Supplier<UUID> newSession,
      Housing housing) {
    this.agent = agent;
    this.limits = limits;
    this.parent = Map.copyOf(env);
    this.clock = clock;
    this.newSession = newSession;
    this.register = housing.register();
    this.sandbox = housing.sandbox();
  }

  /** Why no run can start, in one line with the remedy; empty when the command is there. */
  public Optional<String> problem() {
    return Executable.find(name(), parent).isPresent()
        ? Optional.empty()
        : Optional.of(
            Executable.tried(name(), parent)
                + "; install it, or correct `runner` in the constellation");
  }

  @Override
  public void endLeftovers() {
    register.endLeftovers();
  }

  @Override
  public String confinement() {
    return sandbox.words();
  }

  @Override
  public boolean remembers() {
    return false;
  }

  @Override
  public RunResult run(Run run) throws InterruptedException {
    Optional<Path> executable = Executable.find(name(), parent);
    if (executable.isEmpty()) {
      return new RunResult.Unable(problem().orElseThrow());
    }
    try {
      return counted(run(run, executable.get()));
    } catch (ConfigException e) {
      return new RunResult.Unable(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new RunResult.Failed(
          "'%s' could not be started: %s"
              .formatted(executable.get(), WholeText.firstLine(String.valueOf(e.getMessage()))),
          Optional.empty());
    }
  }

  private RunResult run(Run run, Path executable) throws IOException, InterruptedException {
    UUID session = newSession.get();
    Instant start = clock.instant();
    byte[] input = (run.rules() + "\n\n" + run.message()).getBytes(StandardCharsets.UTF_8);
    Patience patience = new Patience(limits.wallClock(), limits.idle(), limits.killGrace());
    return switch (agent.format()) {
      case TEXT -> {
        TextRecord said = new TextRecord();
        var ending =
            ChildProcess.run(
                process(executable, run.workingDir()), input, patience, said, register);
        yield said.result(ending, session, Duration.between(start, clock.instant()));
      }
      case CLAUDE_STREAM_JSON -> {
        TurnRecord said = new TurnRecord(session, false, _ -> Optional.empty(), run.watcher());
        var ending =
            ChildProcess.run(
                process(executable, run.workingDir()), input, patience, said, register);
        yield said.result(ending, Duration.between(start, clock.instant()));
      }
    };
  }

  /** It was started, so it may have cost something: whoever does not say so pays in full. */
  private static RunResult counted(RunResult result) {
    return result instanceof RunResult.Failed(String error, Optional<TurnUsage> usage)
            && usage.isEmpty()
        ? new RunResult.Failed(error, Optional.of(TextRecord.unknown(Duration.ZERO)))
        : result;
  }

  /** In a session of its own, as {@link ClaudeRunner} starts its own. */
  private ProcessBuilder process(Path executable, Path workingDir) {
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    command.addAll(agent.command().subList(1, agent.command().size()));
    List<String> line = new ArrayList<>();
    Executable.find("setsid", parent).ifPresent(setsid -> line.add(setsid.toString()));
    line.addAll(
        sandbox.wrap(
            command, new Cell(executable, workingDir, false, ClaudeEnvironment.of(parent))));
    ProcessBuilder builder = new ProcessBuilder(line).directory(workingDir.toFile());
    builder.environment().clear();
    builder.environment().putAll(ClaudeEnvironment.of(parent));
    return builder;
  }

  private String name() {
    return agent.command().getFirst();
  }
}
