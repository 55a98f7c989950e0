package aether.observatory;

import aether.bus.Body;
import aether.bus.write.Lease;
import aether.bus.write.Registrar;
import aether.config.Constellation;
import aether.config.ConstellationBody;
import aether.message.Iso8601;
import aether.message.ProjectId;
import aether.observatory.ledger.LimitsFile;
import aether.observatory.pipeline.BodySettings;
import aether.observatory.pipeline.Ceilings;
import aether.observatory.pipeline.Limits;
import aether.observatory.pipeline.Observatory;
import aether.observatory.pipeline.Observatory.Refusal.Conflict;
import aether.observatory.pipeline.Observatory.Refusal.Owned;
import aether.observatory.pipeline.Observatory.Timing;
import aether.observatory.sandbox.Sandbox;
import aether.observatory.sandbox.SandboxMode;
import aether.observatory.turn.ClaudeRunner;
import aether.observatory.turn.ClaudeSettings;
import aether.observatory.turn.FirstProcess;
import aether.redis.write.RedisBus;
import aether.terminal.ConnectionOptions;
import aether.terminal.Daemon;
import aether.terminal.Executable;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aether observatory <id>}: keeps one Body online until it is told to stop. */
@Command(
    name = "observatory",
    description = {
      "Keeps a project online: receives its messages, lets its Claude answer, and never lets a"
          + " conversation run away.",
      "Its agent may read the project (Read, Grep) and nothing else, unless --allow-write is given."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aether observatory backend",
      "  aether observatory backend --max-parallel 4 --rate-per-min 10",
    })
public final class ObservatoryCommand implements Callable<Integer>, Daemon {
  private final Surroundings around;

  @Parameters(paramLabel = "ID", description = "The Body, as it stands in the constellation.")
  private String id = "";

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--constellation",
      paramLabel = "FILE",
      description =
          "The star chart. Default: $$AETHER_CONSTELLATION, ~/.aether/constellation.yaml.")
  private @Nullable Path constellation;

  @Option(
      names = "--heartbeat-ttl",
      paramLabel = "SECONDS",
      description = "Offline after so long without a beat. Default: ${DEFAULT-VALUE}.")
  private int heartbeatTtl = (int) Timing.DEFAULT.heartbeatTtl().toSeconds();

  @Option(
      names = "--rate-per-min",
      paramLabel = "N",
      description = "Messages of one conversation per minute. Default: ${DEFAULT-VALUE}.")
  private int ratePerMinute = Limits.DEFAULT.ratePerMinute();

  @Option(
      names = "--max-hops-ceiling",
      paramLabel = "N",
      description =
          "The highest Horizon accepted from a sender. Default: the constellation's, "
              + Limits.USUAL_CEILING
              + ".")
  private @Nullable Integer maxHopsCeiling;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "Runs of the agent per message, crashes included. Default: ${DEFAULT-VALUE}.")
  private int maxAttempts = Limits.DEFAULT.maxAttempts();

  @Mixin private final CeilingOptions ceilings = new CeilingOptions();

  @Option(
      names = "--max-parallel",
      paramLabel = "N",
      description = "Conversations that think at the same time. Default: ${DEFAULT-VALUE}.")
  private int maxParallel = 2;

  @Option(
      names = "--block-ms",
      paramLabel = "MS",
      description = "How long one read waits, 1 to 5000. Default: ${DEFAULT-VALUE}.")
  private int blockMs = (int) Timing.DEFAULT.block().toMillis();

  @Option(
      names = "--grace",
      paramLabel = "SECONDS",
      description = "How long running turns may finish when stopped. Default: ${DEFAULT-VALUE}.")
  private int grace = (int) Timing.DEFAULT.grace().toSeconds();

  @Option(
      names = "--allow-write",
      description = "Let the agent edit the project. Nobody reviews what it does.")
  private boolean allowWrite;

  @Option(
      names = "--sandbox",
      paramLabel = "auto|require|off",
      description =
          "Confine the agent with bubblewrap or sandbox-exec: where that works, always, or never."
              + " Default: auto.")
  private SandboxMode sandbox = SandboxMode.AUTO;

  @Option(
      names = "--verbatim-telescope",
      description = "Show the agent's own text to every watcher, not only its milestones.")
  private boolean verbatim;

  @Option(names = "--force", description = "Replace another content registered under this id.")
  private boolean force;

  public ObservatoryCommand(Surroundings around) {
    this.around = around;
  }

  public static void main(String[] args) {
    Executable.main(around -> new CommandLine(new ObservatoryCommand(around)), args);
  }

  @Override
  public Integer call() throws InterruptedException {
    Ceilings allowed = ceilings.ceilings();
    ConstellationBody described = chart().body(new ProjectId(required(id)));
    BodySettings settings = settings(described, allowed);
    ClaudeRunner runner = runner(allowed, settings.workingDir());
    Timing timing = timing();
    int parallel = within("--max-parallel", maxParallel, 64);
    try (Termination termination = Termination.watch(timing.grace().plusSeconds(20));
        RedisBus bus = RedisBus.connect(connection.address(around));
        Observatory observatory =
            Station.on(
                bus,
                settings,
                runner,
                parallel,
                timing,
                Station.Host.of(around.home(), around.env()))) {
      termination.stops(observatory::stop);
      RegisteredBodies registered = new RegisteredBodies(around.home());
      start(observatory, settings.body(), registered);
      registered.remember(settings.body());
      around.streams().err().println("aether: sandbox: " + runner.confinement());
      LimitsFile.of(around.home().ledgers(), settings.body().id()).write(settings.limits());
      Optional<String> failure = observatory.await();
      failure.ifPresent(why -> {
        throw Refusal.failed(why);
      });
      return ExitCode.OK.number();
    }
  }

  private Constellation chart() {
    return Constellation.read(
        Optional.ofNullable(constellation)
            .orElseGet(() -> around.home().constellation(around.env())));
  }

  private BodySettings settings(ConstellationBody described, Ceilings allowed) {
    return new BodySettings(
        described.body(),
        workingDir(described),
        new Limits(
            within(
                "--max-hops-ceiling",
                Optional.ofNullable(maxHopsCeiling)
                    .orElseGet(
                        () -> described.maxHopsCeiling().orElse(Limits.DEFAULT.maxHopsCeiling())),
                1_000),
            within("--rate-per-min", ratePerMinute, 1_000_000),
            within("--max-attempts", maxAttempts, 10),
            allowed),
        described.waves(),
        described.reviews(),
        verbatim || described.verbatimTelescope());
  }

  private static Path workingDir(ConstellationBody described) {
    Path folder =
        described
            .workingDir()
            .orElseThrow(() ->
                Refusal.failed(
                    "'%s' has no working_dir in the constellation; add the project's folder"
                        .formatted(described.id())));
    if (!Files.isDirectory(folder)) {
      throw Refusal.failed(
          "working_dir '%s' of '%s' is no folder; correct it in the constellation"
              .formatted(folder, described.id()));
    }
    return folder;
  }

  private Timing timing() {
    Timing usual = Timing.DEFAULT;
    return new Timing(
        Duration.ofSeconds(within("--heartbeat-ttl", heartbeatTtl, 86_400)),
        Duration.ofMillis(within("--block-ms", blockMs, 5_000)),
        Duration.ofSeconds(within("--grace", grace, 3_600)),
        usual.retryDelay(),
        usual.rosterFreshness(),
        usual.probeEvery());
  }

  private ClaudeRunner runner(Ceilings allowed, Path workingDir) throws InterruptedException {
    ClaudeSettings usual = ClaudeSettings.of(around.env());
    ClaudeSettings settings = usual.withLimits(usual.limits().withMaxBudgetUsd(allowed.turnUsd()));
    if (allowWrite) {
      settings = settings.withConfinement(settings.confinement().withAllowWrite(true));
      around
          .streams()
          .err()
          .println(
              "aether: --allow-write: messages from the bus can now change files here, and nobody"
                  + " reviews them");
    }
    ClaudeRunner runner = runner(settings, Sandbox.none(""));
    runner
        .problem()
        .ifPresent(problem -> {
          throw Refusal.failed(problem);
        });
    return confined(settings, workingDir);
  }

  /** A runner in the sandbox that is asked for and works, for its agent too. */
  private ClaudeRunner confined(ClaudeSettings settings, Path workingDir)
      throws InterruptedException {
    Sandbox chosen =
        sandbox.choose(System.getProperty("os.name", ""), around.env(), new FirstProcess());
    ClaudeRunner runner = runner(settings, chosen);
    if (!(chosen instanceof Sandbox.Unconfined)) {
      Optional<String> misfit = runner.misfit(workingDir);
      chosen = misfit.map(Sandbox::none).orElse(chosen);
      runner = misfit.isPresent() ? runner(settings, chosen) : runner;
    }
    if (sandbox == SandboxMode.REQUIRE && chosen instanceof Sandbox.Unconfined(String why)) {
      throw Refusal.failed("no sandbox: %s; --sandbox auto starts without one".formatted(why));
    }
    return runner;
  }

  private ClaudeRunner runner(ClaudeSettings settings, Sandbox where) {
    return new ClaudeRunner(settings, around.env(), around.clock(), UUID::randomUUID, where);
  }

  private void start(Observatory observatory, Body body, RegisteredBodies registered) {
    Optional<Observatory.Refusal> refusal = observatory.start(force);
    if (refusal.isPresent()
        && refusal.get() instanceof Conflict(Registrar.Registration.Conflict(Body existing))
        && registered.isOurs(existing)) {
      refusal = observatory.start(true);
    }
    refusal.ifPresent(why -> {
      throw Refusal.failed(words(body, why));
    });
  }

  private static String words(Body body, Observatory.Refusal refusal) {
    return switch (refusal) {
      case Owned(Lease.Owner by) ->
          "'%s' is already online on %s (pid %d, since %s); stop that Observatory, or use another id"
              .formatted(body.id(), by.host(), by.pid(), Iso8601.format(by.since()));
      case Conflict(Registrar.Registration.Conflict(Body existing)) ->
          ("'%s' is taken on this bus (\"%s\"); two hosts must not share an id: choose another, or"
                  + " pass --force to replace it")
              .formatted(body.id(), existing.description());
    };
  }

  private static int within(String flag, int value, int most) {
    if (value < 1 || value > most) {
      throw Refusal.usage("%s is %d; give a number from 1 to %d".formatted(flag, value, most));
    }
    return value;
  }

  private static String required(String id) {
    if (id.isBlank()) {
      throw Refusal.usage("the id is blank; give the id of a Body in the constellation");
    }
    return id;
  }
}
