package aether.observatory;

import aether.observatory.ledger.LimitsFile;
import aether.observatory.pipeline.BodySettings;
import aether.observatory.pipeline.Observatory;
import aether.observatory.pipeline.Observatory.Timing;
import aether.observatory.turn.ChildFiles;
import aether.observatory.turn.ClaudeRunner;
import aether.observatory.turn.ClaudeSettings;
import aether.redis.write.RedisBus;
import aether.terminal.ConnectionOptions;
import aether.terminal.Daemon;
import aether.terminal.Executable;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.util.UUID;
import java.util.concurrent.Callable;
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
      "  aether observatory backend --standby",
    })
public final class ObservatoryCommand implements Callable<Integer>, Daemon {
  private final Surroundings around;

  @Parameters(paramLabel = "ID", description = "The Body, as it stands in the constellation.")
  private String id = "";

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Mixin private final BodyOptions body = new BodyOptions();

  @Option(
      names = "--max-parallel",
      paramLabel = "N",
      description = "Conversations that think at the same time. Default: ${DEFAULT-VALUE}.")
  private int maxParallel = 2;

  @Mixin private final TimingOptions timing = new TimingOptions();

  @Option(
      names = "--allow-write",
      description = "Let the agent edit the project. Nobody reviews what it does.")
  private boolean allowWrite;

  @Option(names = "--force", description = "Replace another content registered under this id.")
  private boolean force;

  @Option(
      names = "--standby",
      description =
          "While another Observatory of this Body is online, wait, and take over after it.")
  private boolean standby;

  public ObservatoryCommand(Surroundings around) {
    this.around = around;
  }

  public static void main(String[] args) {
    Executable.main(around -> new CommandLine(new ObservatoryCommand(around)), args);
  }

  @Override
  public Integer call() throws InterruptedException {
    BodySettings settings = body.settings(id, around);
    ClaudeRunner runner = runner(settings);
    Timing keeping = timing.timing();
    int parallel = Flags.within("--max-parallel", maxParallel, 64);
    Ground.check(around.home());
    Station.Host host = Station.Host.of(around.home()).withLease(timing.leaseTtl());
    try (Termination termination = Termination.watch(keeping.grace().plusSeconds(20));
        RedisBus bus = RedisBus.connect(connection.address(around));
        Observatory observatory = Station.on(bus, settings, runner, parallel, keeping, host)) {
      BusPolicy.requireKeeping(bus, connection.address(around));
      termination.stops(observatory::stop);
      return stay(observatory, settings);
    }
  }

  private int stay(Observatory observatory, BodySettings settings) throws InterruptedException {
    RegisteredBodies registered = new RegisteredBodies(around.home());
    Arrival arrival = new Arrival(observatory, settings.body(), registered, force);
    if (!standby) {
      arrival.atOnce();
    } else if (!new Standby(arrival).await()) {
      return ExitCode.OK.number();
    }
    registered.remember(settings.body());
    LimitsFile.of(around.home().ledgers(), settings.body().id()).write(settings.limits());
    observatory
        .await()
        .ifPresent(why -> {
          throw Refusal.failed(why);
        });
    return ExitCode.OK.number();
  }

  private ClaudeRunner runner(BodySettings worked) {
    ClaudeSettings usual = ClaudeSettings.of(around.env());
    ClaudeSettings settings =
        usual.withLimits(usual.limits().withMaxBudgetUsd(worked.limits().ceilings().turnUsd()));
    if (allowWrite) {
      settings = settings.withConfinement(settings.confinement().withAllowWrite(true));
      around
          .streams()
          .err()
          .println(
              "aether: --allow-write: messages from the bus can now change files here, and nobody"
                  + " reviews them");
    }
    ClaudeRunner runner =
        new ClaudeRunner(
            settings,
            around.env(),
            around.clock(),
            UUID::randomUUID,
            new ChildFiles(around.home().children().resolve(worked.body().id().value())));
    runner
        .problem()
        .ifPresent(problem -> {
          throw Refusal.failed(problem);
        });
    return runner;
  }
}
