package aether.observatory.turn;

import aether.config.AgentChoice.OtherAgent;
import aether.config.ConfigException;
import aether.event.TurnUsage;
import aether.observatory.turn.ChildProcess.Ending;
import aether.observatory.turn.ChildProcess.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Runs another agent than {@code claude}: a command that reads rules and prompt from its input,
 * with the same times, bounds and environment. It is given no session and remembers nothing; a run
 * that says no cost, a failed one too, has cost what was set aside for it. Safe for several
 * threads.
 */
public final class CommandRunner implements AgentRunner {
  private static final String REMEDY = "; install it, or correct `runner` in the constellation";

  private final OtherAgent agent;
  private final ClaudeSettings settings;
  private final AgentProcess process;
  private final InstantSource clock;
  private final Supplier<UUID> newSession;

  /**
   * A runner that starts nothing yet.
   *
   * @param settings its limits, and the tools that one which speaks as Claude does may have
   * @param env the daemon's own environment, of which the child gets what is allowed
   * @param newSession what stands for each run where a session would
   */
  public CommandRunner(
      OtherAgent agent,
      ClaudeSettings settings,
      Map<String, String> env,
      InstantSource clock,
      Supplier<UUID> newSession,
      Housing housing) {
    this.agent = agent;
    this.settings = settings;
    this.process = new AgentProcess(env, housing);
    this.clock = clock;
    this.newSession = newSession;
  }

  /** Why no run can start, in one line with the remedy; empty when the command is there. */
  public Optional<String> problem() {
    return process.problem(name(), REMEDY);
  }

  @Override
  public void endLeftovers() {
    process.endLeftovers();
  }

  @Override
  public String confinement() {
    return process.confinement();
  }

  @Override
  public boolean remembers() {
    return false;
  }

  @Override
  public RunResult run(Run run) throws InterruptedException {
    Optional<Path> executable = process.find(name());
    if (executable.isEmpty()) {
      return new RunResult.Unable(problem().orElseThrow());
    }
    Optional<RunResult> unfit = AgentProcess.unfit(run);
    if (unfit.isPresent()) {
      return unfit.get();
    }
    try {
      return counted(run(run, executable.get()));
    } catch (ConfigException e) {
      return new RunResult.Unable(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return AgentProcess.notStarted(executable.get(), e, REMEDY);
    }
  }

  private RunResult run(Run run, Path executable) throws IOException, InterruptedException {
    UUID session = newSession.get();
    AgentName called = AgentName.of(name());
    Instant start = clock.instant();
    return switch (agent.format()) {
      case TEXT -> {
        TextRecord said = new TextRecord(called);
        Ending ending = ending(run, executable, said);
        yield said.result(ending, session, Duration.between(start, clock.instant()));
      }
      case CLAUDE_STREAM_JSON -> {
        TurnRecord said =
            new TurnRecord(
                called,
                session,
                false,
                attestation(run.workingDir())::violation,
                false,
                run.watcher());
        Ending ending = ending(run, executable, said);
        yield said.result(ending, Duration.between(start, clock.instant()));
      }
    };
  }

  private Ending ending(Run run, Path executable, ChildProcess.Listener said)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(agent.command());
    line.set(0, executable.toString());
    return process.run(
        line,
        process.cell(executable, run.workingDir(), agent.files().orElse(List.of())),
        run.rules() + "\n\n" + run.message(),
        Patience.of(settings.limits()),
        said);
  }

  /** It is held to what Claude is held to. */
  private Attestation attestation(Path cwd) {
    return new Attestation(
        Set.copyOf(settings.confinement().tools()), ClaudeCommand.READING_MODE, cwd);
  }

  /** It was started, so it may have cost something: whoever does not say so pays in full. */
  private static RunResult counted(RunResult result) {
    return result instanceof RunResult.Failed(String error, Optional<TurnUsage> usage)
            && usage.isEmpty()
        ? new RunResult.Failed(error, Optional.of(TextRecord.unknown(Duration.ZERO)))
        : result;
  }

  private String name() {
    return agent.command().getFirst();
  }
}
