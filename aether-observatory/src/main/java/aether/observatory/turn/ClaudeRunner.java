package aether.observatory.turn;

import aether.config.AgentVariables;
import aether.config.ConfigException;
import aether.observatory.sandbox.Cell;
import aether.observatory.turn.ChildProcess.Ending;
import aether.observatory.turn.ChildProcess.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Runs the {@code claude} command once per turn, confined and limited by {@link ClaudeSettings}.
 *
 * <p>The prompt travels on its input. Its environment is an allow-list. What it says of itself at
 * the start is checked, and it is ended before another line is read when that is not as required.
 * When {@link #run} returns or throws, nothing it started is left. Before the first run {@code
 * --help} is asked, once and for at most 10 s, which flags this version knows.
 *
 * <p>Safe for several threads; two runs of one session at once lose a turn, which the caller
 * prevents.
 */
public final class ClaudeRunner implements AgentRunner {
  private static final Duration HELP_LIMIT = Duration.ofSeconds(10);
  private static final int LONGEST_ARGUMENT = 131_071;

  private static final String REMEDY =
      "; install it with `npm install -g @anthropic-ai/claude-code`, or set "
          + AgentVariables.PROGRAM;

  private final ClaudeSettings settings;
  private final AgentProcess process;
  private final InstantSource clock;
  private final Supplier<UUID> newSession;
  private final ClaudeHelp help = new ClaudeHelp();

  /**
   * A runner that starts nothing yet, and of whose runs nothing is left when its process is not
   * killed.
   *
   * @param env the daemon's own environment, of which the child gets what is allowed
   * @param clock measures how long a run took
   * @param newSession the id of each new session
   */
  public ClaudeRunner(
      ClaudeSettings settings,
      Map<String, String> env,
      InstantSource clock,
      Supplier<UUID> newSession) {
    this(settings, env, clock, newSession, Housing.none());
  }

  /**
   * A runner that starts nothing yet.
   *
   * @param housing where each run takes place
   */
  public ClaudeRunner(
      ClaudeSettings settings,
      Map<String, String> env,
      InstantSource clock,
      Supplier<UUID> newSession,
      Housing housing) {
    this.settings = settings;
    this.process = new AgentProcess(env, housing);
    this.clock = clock;
    this.newSession = newSession;
  }

  /** Why no run can start, in one line with the remedy; empty when the command is there. */
  public Optional<String> problem() {
    return process.problem(settings.command(), REMEDY);
  }

  @Override
  public String confinement() {
    return process.confinement();
  }

  /**
   * Why the command does not even say its help inside its sandbox, in one line; empty when it does,
   * or is not there at all.
   *
   * @param workingDir the project it would run in
   */
  public Optional<String> misfit(Path workingDir) throws InterruptedException {
    Optional<Path> executable = process.find(settings.command());
    if (executable.isEmpty()) {
      return Optional.empty();
    }
    List<String> line = List.of(executable.get().toString(), "--help");
    try {
      Ending ending = process.tryOut(line, cell(executable.get(), workingDir), briefly());
      return ending.stop() == ChildProcess.Stop.ENDED && ending.exitCode() == 0
          ? Optional.empty()
          : Optional.of(
              "%s does not run in it: %s"
                  .formatted(settings.command(), WholeText.firstLine(ending.errors())));
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void endLeftovers() {
    process.endLeftovers();
  }

  @Override
  public RunResult run(Run run) throws InterruptedException {
    Optional<Path> executable = process.find(settings.command());
    if (executable.isEmpty()) {
      return new RunResult.Unable(problem().orElseThrow());
    }
    Optional<RunResult> unfit = AgentProcess.unfit(run).or(() -> tooLong(run));
    if (unfit.isPresent()) {
      return unfit.get();
    }
    try {
      return run(run, executable.get());
    } catch (IOException e) {
      return AgentProcess.notStarted(executable.get(), e, REMEDY);
    } catch (ConfigException e) {
      return new RunResult.Unable(String.valueOf(e.getMessage()));
    }
  }

  private RunResult run(Run run, Path executable) throws IOException, InterruptedException {
    ClaudeFeatures features = features(executable, run.workingDir());
    ClaudeCommand command = new ClaudeCommand(settings, features);
    UUID session = run.resume().orElseGet(newSession);
    TurnRecord turn =
        new TurnRecord(
            AgentName.CLAUDE,
            session,
            run.resume().isPresent(),
            command.attestation(run.workingDir())::violation,
            features.introduced(),
            run.watcher());
    Instant start = clock.instant();
    Ending ending =
        process.run(
            command.line(executable, run, session),
            cell(executable, run.workingDir()),
            input(run.message()),
            Patience.of(settings.limits()),
            turn);
    return turn.result(ending, Duration.between(start, clock.instant()));
  }

  private Cell cell(Path executable, Path workingDir) {
    return process.cell(executable, workingDir, settings.confinement().allowWrite());
  }

  /** A first character {@code /} would make the message a command of the client. */
  private static String input(String message) {
    return message.startsWith("/") ? " " + message : message;
  }

  private ClaudeFeatures features(Path executable, Path workingDir)
      throws IOException, InterruptedException {
    return help.features(
        process.bare(List.of(executable.toString(), "--help"), workingDir), briefly());
  }

  private Patience briefly() {
    return Patience.of(settings.limits()).atMost(HELP_LIMIT);
  }

  private static Optional<RunResult> tooLong(Run run) {
    int length = run.rules().getBytes(StandardCharsets.UTF_8).length;
    return length <= LONGEST_ARGUMENT
        ? Optional.empty()
        : Optional.of(
            new RunResult.Unable(
                "the rules have %d bytes; at most %d can be passed, shorten the role"
                    .formatted(length, LONGEST_ARGUMENT)));
  }
}
