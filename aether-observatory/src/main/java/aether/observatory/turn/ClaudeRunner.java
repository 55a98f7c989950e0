package aether.observatory.turn;

import aether.config.ConfigException;
import aether.event.Milestone;
import aether.observatory.sandbox.Cell;
import aether.observatory.sandbox.Sandbox;
import aether.observatory.turn.ChildProcess.Ending;
import aether.observatory.turn.ChildProcess.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger LOG = LoggerFactory.getLogger(ClaudeRunner.class);
  private static final Duration HELP_LIMIT = Duration.ofSeconds(10);
  private static final int LONGEST_ARGUMENT = 131_071;

  /** ENOENT (of an interpreter), ENOEXEC and EACCES, as the platform words them. */
  private static final Pattern NEEDS_A_HUMAN = Pattern.compile("error[=:] ?(2|8|13)\\b");

  private static final String REMEDY =
      "; install it with `npm install -g @anthropic-ai/claude-code`, or set AETHER_CLAUDE_BIN";

  private final ClaudeSettings settings;
  private final Map<String, String> parent;
  private final InstantSource clock;
  private final Supplier<UUID> newSession;
  private final ChildRegister register;
  private final Sandbox sandbox;
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
    this.parent = Map.copyOf(env);
    this.clock = clock;
    this.newSession = newSession;
    this.register = housing.register();
    this.sandbox = housing.sandbox();
  }

  /** Why no run can start, in one line with the remedy; empty when the command is there. */
  public Optional<String> problem() {
    return Executable.find(settings.command(), parent).isPresent()
        ? Optional.empty()
        : Optional.of(Executable.tried(settings.command(), parent) + REMEDY);
  }

  @Override
  public String confinement() {
    return sandbox.words();
  }

  /**
   * Why the command does not even say its help inside its sandbox, in one line; empty when it does,
   * or is not there at all.
   *
   * @param workingDir the project it would run in
   */
  public Optional<String> misfit(Path workingDir) throws InterruptedException {
    Optional<Path> executable = Executable.find(settings.command(), parent);
    if (executable.isEmpty()) {
      return Optional.empty();
    }
    List<String> line =
        sandbox.wrap(
            List.of(executable.get().toString(), "--help"), cell(executable.get(), workingDir));
    try {
      Ending ending =
          ChildProcess.run(
              process(line, workingDir),
              new byte[0],
              briefly(),
              _ -> ChildProcess.Verdict.MORE,
              ChildRegister.none());
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
    register.endLeftovers();
  }

  @Override
  public RunResult run(Run run) throws InterruptedException {
    Optional<Path> executable = Executable.find(settings.command(), parent);
    if (executable.isEmpty()) {
      return new RunResult.Unable(problem().orElseThrow());
    }
    Optional<RunResult> unfit = unfit(run);
    if (unfit.isPresent()) {
      return unfit.get();
    }
    try {
      return run(run, executable.get());
    } catch (IOException e) {
      return notStarted(executable.get(), e);
    } catch (ConfigException e) {
      return new RunResult.Unable(String.valueOf(e.getMessage()));
    }
  }

  private RunResult run(Run run, Path executable) throws IOException, InterruptedException {
    ClaudeCommand command = new ClaudeCommand(settings, features(executable, run.workingDir()));
    UUID session = run.resume().orElseGet(newSession);
    TurnRecord turn =
        new TurnRecord(
            session,
            run.resume().isPresent(),
            command.attestation(run.workingDir())::violation,
            guarded(run.watcher()));
    Instant start = clock.instant();
    List<String> line =
        sandbox.wrap(command.line(executable, run, session), cell(executable, run.workingDir()));
    ProcessBuilder process = process(inItsOwnSession(line), run.workingDir());
    Ending ending = ChildProcess.run(process, input(run.message()), patience(), turn, register);
    return turn.result(ending, Duration.between(start, clock.instant()));
  }

  private Cell cell(Path executable, Path workingDir) {
    boolean allowWrite = settings.confinement().allowWrite();
    return new Cell(executable, workingDir, allowWrite, ClaudeEnvironment.of(parent));
  }

  /** A first character {@code /} would make the message a command of the client. */
  private static byte[] input(String message) {
    String text = message.startsWith("/") ? " " + message : message;
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Patience patience() {
    ClaudeSettings.Limits limits = settings.limits();
    return new Patience(limits.wallClock(), limits.idle(), limits.killGrace());
  }

  /**
   * The command in a session of its own where the system can make one: a Ctrl-C in the daemon's
   * terminal is for the daemon, which lets the turn finish.
   */
  private List<String> inItsOwnSession(List<String> line) {
    return Executable.find("setsid", parent)
        .map(setsid -> Stream.concat(Stream.of(setsid.toString()), line.stream()).toList())
        .orElse(line);
  }

  private ProcessBuilder process(List<String> line, Path workingDir) {
    ProcessBuilder builder = new ProcessBuilder(line).directory(workingDir.toFile());
    builder.environment().clear();
    builder.environment().putAll(ClaudeEnvironment.of(parent));
    return builder;
  }

  private ClaudeFeatures features(Path executable, Path workingDir)
      throws IOException, InterruptedException {
    ProcessBuilder process = process(List.of(executable.toString(), "--help"), workingDir);
    return help.features(process, briefly());
  }

  private Patience briefly() {
    ClaudeSettings.Limits limits = settings.limits();
    Duration wall = limits.wallClock().compareTo(HELP_LIMIT) < 0 ? limits.wallClock() : HELP_LIMIT;
    return new Patience(wall, wall, limits.killGrace());
  }

  private static Optional<RunResult> unfit(Run run) {
    if (!Files.isDirectory(run.workingDir())) {
      return Optional.of(
          new RunResult.Unable(
              "'%s' is not a folder; register the project with one that exists"
                  .formatted(run.workingDir())));
    }
    int length = run.rules().getBytes(StandardCharsets.UTF_8).length;
    return length <= LONGEST_ARGUMENT
        ? Optional.empty()
        : Optional.of(
            new RunResult.Unable(
                "the rules have %d bytes; at most %d can be passed, shorten the role"
                    .formatted(length, LONGEST_ARGUMENT)));
  }

  /** Missing interpreters and rights need a human; a full process table does not. */
  private static RunResult notStarted(Path executable, IOException e) {
    String why = WholeText.firstLine(String.valueOf(e.getMessage()));
    String error = "'%s' could not be started: %s".formatted(executable, why);
    return NEEDS_A_HUMAN.matcher(why).find()
        ? new RunResult.Unable(error + REMEDY)
        : new RunResult.Failed(error, Optional.empty());
  }

  private static Consumer<Milestone> guarded(Consumer<Milestone> watcher) {
    return milestone -> {
      try {
        watcher.accept(milestone);
      } catch (RuntimeException e) {
        LOG.atWarn().setCause(e).log("a watcher failed; the run goes on");
      }
    };
  }
}
