package aether.observatory;

import aether.bus.Body;
import aether.config.Account;
import aether.config.AgentChoice;
import aether.config.BusAddress;
import aether.config.Signatures;
import aether.identity.Identity;
import aether.identity.KeyRing;
import aether.observatory.ledger.LimitsFile;
import aether.observatory.pipeline.BodySettings;
import aether.observatory.pipeline.Observatory;
import aether.observatory.pipeline.Observatory.Timing;
import aether.observatory.sandbox.SandboxMode;
import aether.observatory.turn.AgentRunner;
import aether.observatory.turn.ChildFiles;
import aether.redis.write.RedisBus;
import aether.terminal.ConnectionOptions;
import aether.terminal.Daemon;
import aether.terminal.Executable;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
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
      "  aether observatory backend --standby",
      "  aether observatory backend --install-service",
    })
public final class ObservatoryCommand implements Callable<Integer>, Daemon {
  private static final int USUAL_PARALLEL = 2;

  private final Surroundings around;

  @Parameters(paramLabel = "ID", description = "The Body, as it stands in the constellation.")
  private String id = "";

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Mixin private final BodyOptions body = new BodyOptions();

  @Option(
      names = "--max-parallel",
      paramLabel = "N",
      description =
          "Conversations that think at the same time. Default: the constellation's, "
              + USUAL_PARALLEL
              + ".")
  private @Nullable Integer maxParallel;

  @Mixin private final TimingOptions timing = new TimingOptions();

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

  @Option(names = "--force", description = "Replace another content registered under this id.")
  private boolean force;

  @Option(
      names = "--standby",
      description =
          "While another Observatory of this Body is online, wait, and take over after it.")
  private boolean standby;

  @Mixin private final ServiceOptions service = new ServiceOptions();

  public ObservatoryCommand(Surroundings around) {
    this.around = around;
  }

  public static void main(String[] args) {
    Executable.main(around -> new CommandLine(new ObservatoryCommand(around)), args);
  }

  @Override
  public Integer call() throws InterruptedException {
    BodyOptions.Worked found = body.worked(id, around);
    if (service.isWanted()) {
      service.install(id, around, System.getProperty("os.name", ""));
      return ExitCode.OK.number();
    }
    AgentRunner runner = agent(found).runner(around);
    Timing keeping = timing.timing();
    int parallel = parallel(found.agent());
    Ground.check(around.home());
    BodyOptions.Worked worked = keyed(found);
    Identity identity = keys().of(worked.settings().body().id(), worked.signatures());
    Station.Host host =
        Station.Host.of(around.home(), around.env())
            .withLease(timing.leaseTtl())
            .withIdentities(_ -> identity);
    BusAddress address =
        connection.address(around, new Account.Body(worked.settings().body().id()));
    try (Termination termination = Termination.watch(keeping.grace().plusSeconds(20));
        RedisBus bus = RedisBus.connect(address);
        Observatory observatory =
            Station.on(bus, worked.settings(), runner, parallel, keeping, host)) {
      BusPolicy.requireKeeping(bus, address);
      termination.stops(observatory::stop);
      return stay(observatory, worked, runner);
    }
  }

  private KeyRing keys() {
    return new KeyRing(around.home(), around.clock());
  }

  /** {@code worked} with the public key of the Body, where it signs. */
  private BodyOptions.Worked keyed(BodyOptions.Worked worked) {
    if (worked.signatures() == Signatures.OFF) {
      return worked;
    }
    Body described = worked.settings().body();
    return worked.with(described.with(keys().own(described.id()).published()));
  }

  private int stay(Observatory observatory, BodyOptions.Worked worked, AgentRunner runner)
      throws InterruptedException {
    BodySettings settings = worked.settings();
    RegisteredBodies registered = new RegisteredBodies(around.home());
    Arrival arrival = new Arrival(observatory, settings.body(), registered, force);
    if (!standby) {
      arrival.atOnce();
    } else if (!new Standby(arrival).await()) {
      return ExitCode.OK.number();
    }
    registered.remember(settings.body());
    around.streams().err().println("aether: sandbox: " + runner.confinement());
    LimitsFile.of(around.home().ledgers(), settings.body().id()).write(worked.inForce());
    observatory
        .await()
        .ifPresent(why -> {
          throw Refusal.failed(why);
        });
    return ExitCode.OK.number();
  }

  private AgentSetup agent(BodyOptions.Worked worked) {
    return new AgentSetup(
        worked.agent(),
        worked.inForce().limits().ceilings().turnUsd(),
        new AgentSetup.Bounds(allowWrite, sandbox, worked.settings().workingDir()),
        new ChildFiles(around.home().children().resolve(worked.settings().body().id().value())));
  }

  private int parallel(AgentChoice choice) {
    int wanted =
        Optional.ofNullable(maxParallel)
            .orElseGet(() -> choice.pace().maxParallel().orElse(USUAL_PARALLEL));
    return Flags.within("--max-parallel", wanted, 64);
  }
}
