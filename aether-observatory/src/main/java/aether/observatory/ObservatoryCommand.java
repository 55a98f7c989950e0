package aether.observatory;

import aether.bus.Body;
import aether.bus.write.Lease;
import aether.bus.write.Registrar;
import aether.config.AgentChoice;
import aether.config.Constellation;
import aether.config.ConstellationBody;
import aether.message.Iso8601;
import aether.message.ProjectId;
import aether.observatory.ledger.LimitsFile;
import aether.observatory.ledger.LimitsInForce;
import aether.observatory.pipeline.BodySettings;
import aether.observatory.pipeline.Limits;
import aether.observatory.pipeline.Observatory;
import aether.observatory.pipeline.Observatory.Refusal.Conflict;
import aether.observatory.pipeline.Observatory.Refusal.Owned;
import aether.observatory.pipeline.Observatory.Timing;
import aether.observatory.turn.AgentRunner;
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
  private static final int USUAL_PARALLEL = 2;

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

  @Mixin private final LimitOptions limits = new LimitOptions();

  @Option(
      names = "--max-parallel",
      paramLabel = "N",
      description =
          "Conversations that think at the same time. Default: the constellation's, "
              + USUAL_PARALLEL
              + ".")
  private @Nullable Integer maxParallel;

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
    ProjectId body = new ProjectId(required(id));
    Constellation chart = chart();
    ConstellationBody described = chart.body(body);
    LimitsInForce inForce = LimitsInForce.of(limits.given(), around.env(), described, chart);
    BodySettings settings = settings(described, inForce.limits());
    AgentChoice choice = described.terms().agent();
    AgentRunner runner =
        new AgentSetup(choice, inForce.limits().ceilings().turnUsd(), allowWrite).runner(around);
    Timing timing = timing();
    int parallel = parallel(choice);
    try (Termination termination = Termination.watch(timing.grace().plusSeconds(20));
        RedisBus bus = RedisBus.connect(connection.address(around));
        Observatory observatory =
            Station.on(bus, settings, runner, parallel, timing, Station.Host.of(around.home()))) {
      termination.stops(observatory::stop);
      RegisteredBodies registered = new RegisteredBodies(around.home());
      start(observatory, settings.body(), registered);
      registered.remember(settings.body());
      LimitsFile.of(around.home().ledgers(), settings.body().id()).write(inForce);
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

  private BodySettings settings(ConstellationBody described, Limits allowed) {
    return new BodySettings(
        described.body(),
        workingDir(described),
        allowed,
        described.waves(),
        described.reviews(),
        verbatim || described.verbatimTelescope());
  }

  private int parallel(AgentChoice choice) {
    int wanted =
        Optional.ofNullable(maxParallel)
            .orElseGet(() -> choice.pace().maxParallel().orElse(USUAL_PARALLEL));
    return within("--max-parallel", wanted, 64);
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
