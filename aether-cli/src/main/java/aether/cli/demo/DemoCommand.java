package aether.cli.demo;

import aether.cli.doctor.LoginExamination;
import aether.config.BusAddress;
import aether.event.Event;
import aether.event.Milestone;
import aether.observatory.turn.ClaudeRunner;
import aether.observatory.turn.ClaudeSettings;
import aether.redis.RedisObserver;
import aether.redis.write.RedisBus;
import aether.stargazer.Stargazer;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aether demo}: watch the promises of Aether being kept, on a bus of its own. */
@Command(
    name = "demo",
    description = {
      "Watch two sample projects talk, or watch one of the guardrails at work.",
      "",
      "It starts a bus of its own on a free port, brings the sample projects online, and keeps"
          + " everything in a folder of its own below ~/.aether/demo; your bus, profile and"
          + " constellation are left alone. The agents follow a script and cost nothing, unless"
          + " --real is given."
    },
    exitCodeList = {
      "0:The promise was kept: the last line says what was measured.",
      "1:It was not, or the demo could not run.",
      "2:The command line or a setting is wrong."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aether demo",
      "  aether demo --exit",
      "  aether demo horizon --exit",
      "  aether demo --tour                then open the address it prints"
    })
public final class DemoCommand implements Callable<Integer> {
  /** How long a scripted turn takes, so that one can watch. */
  private static final Duration PACE = Duration.ofMillis(500);

  private static final Duration CLEARING_UP = Duration.ofSeconds(20);

  private final Surroundings around;
  private final Cast scripted;

  @Parameters(
      paramLabel = "SCENARIO",
      arity = "0..1",
      converter = ScenarioName.class,
      completionCandidates = ScenarioName.class,
      description = "One of ${COMPLETION-CANDIDATES}. Default: converge.")
  private @Nullable Scenario scenario;

  @Option(
      names = "--tour",
      description =
          "All scenarios, one after the other, with Stargazer beside them: each of its views has"
              + " something to show.")
  private boolean tour;

  @Option(
      names = "--exit",
      description = "End when the scenario is over, instead of keeping the bus until Ctrl-C.")
  private boolean exit;

  @Option(
      names = "--real",
      description =
          "Let the real claude answer (converge only), where it is installed and logged in; what it"
              + " spends is yours to pay. Elsewhere the script plays, and the first line says so.")
  private boolean real;

  public DemoCommand(Surroundings around) {
    this(around, Cast.scripted(PACE));
  }

  /**
   * @param scripted who plays when no real agent is asked for
   */
  DemoCommand(Surroundings around, Cast scripted) {
    this.around = around;
    this.scripted = scripted;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (tour && scenario != null) {
      throw Refusal.usage("--tour plays every scenario; leave '" + scenario + "' out, or --tour");
    }
    Cast cast = real ? realCast() : scripted;
    DemoFolder folder =
        DemoFolder.create(
            around.home(), tour ? "tour" : scenario().label(), around.clock().instant());
    try (Curtain curtain = Curtain.over(CLEARING_UP)) {
      try {
        return perform(cast, folder, curtain) ? ExitCode.OK.number() : ExitCode.FAILED.number();
      } catch (InterruptedException | RuntimeException e) {
        if (!curtain.isFalling()) {
          throw e;
        }
        around
            .streams()
            .err()
            .println("aether: demo ended, its bus is stopped; its folder stays: " + folder.path());
        return ExitCode.FAILED.number();
      }
    }
  }

  private Cast realCast() {
    if (tour || scenario() != Scenario.CONVERGE) {
      throw Refusal.usage(
          "--real goes with converge alone, '"
              + (tour ? "--tour" : scenario())
              + "' needs agents that misbehave as told; leave --real out");
    }
    ClaudeRunner runner =
        new ClaudeRunner(
            ClaudeSettings.of(around.env()), around.env(), around.clock(), UUID::randomUUID);
    return runner
        .problem()
        .or(this::loginProblem)
        .map(scripted::insteadOf)
        .orElseGet(() -> Cast.real(runner, around.home().stop()));
  }

  /** An executable that was chosen by hand answers for itself. */
  private Optional<String> loginProblem() {
    return around.env().containsKey("AETHER_CLAUDE_BIN")
        ? Optional.empty()
        : new LoginExamination(around.env(), around.userHome(), System.getProperty("os.name"))
            .problem();
  }

  private boolean perform(Cast cast, DemoFolder folder, Curtain curtain)
      throws InterruptedException {
    PrintWriter out = around.streams().out();
    out.println(cast.announcement());
    if (!tour) {
      out.println(scenario().label() + ": " + scenario().promise());
    }
    try (DemoBus demoBus = DemoBus.start(around, folder)) {
      curtain.heed();
      BusAddress address = demoBus.running().address();
      out.println("bus: Redis " + demoBus.version() + " at " + address.display());
      try (RedisBus bus = RedisBus.connect(address)) {
        Performance.House house = new Performance.House(around, folder, cast, bus);
        return tour ? guide(house, address, curtain) : show(house, address, curtain);
      }
    }
  }

  /** Plays the one scenario; its Bodies stay online until the end. */
  private boolean show(Performance.House house, BusAddress address, Curtain curtain)
      throws InterruptedException {
    around.streams().out().println();
    try (Performance performance = Performance.open(house, this::isTold)) {
      curtain.heed();
      Verdict verdict = scenario().act().play(performance.stage());
      curtain.heed();
      Epilogue epilogue = new Epilogue(around, house.folder(), address, performance.records());
      epilogue.keep();
      if (!scenario().isBrief()) {
        epilogue.printTranscripts();
      }
      conclude(verdict, epilogue);
      if (verdict.kept() && !exit) {
        stay("the bus and its Bodies stay until Ctrl-C; their folder stays after it");
        new CountDownLatch(1).await();
      }
      return verdict.kept();
    }
  }

  /** Plays all of them, and lets Stargazer show it. */
  private boolean guide(Performance.House house, BusAddress address, Curtain curtain)
      throws InterruptedException {
    try (RedisObserver eyes = RedisObserver.connect(address);
        Stargazer stargazer = Stargazer.of(eyes, around.clock(), 0)) {
      around.streams().out().println("Stargazer shows it: " + stargazer.address());
      Tour all = new Tour(house);
      all.play();
      curtain.heed();
      Epilogue epilogue = new Epilogue(around, house.folder(), address, all.records());
      epilogue.keep();
      if (!exit) {
        epilogue.printViews(stargazer.address());
      }
      conclude(all.verdict(), epilogue);
      if (all.verdict().kept() && !exit) {
        stay("the sky goes on until Ctrl-C; its folder stays after it");
        try (Performance encore = Performance.open(house, _ -> false)) {
          Encore.play(encore.stage());
        }
      }
      return all.verdict().kept();
    }
  }

  private Scenario scenario() {
    return scenario == null ? Scenario.CONVERGE : scenario;
  }

  private boolean isTold(Event event) {
    return scenario().told().test(event) || (real && isToolUse(event));
  }

  /** A real turn takes long enough for one to wonder; a scripted one uses no tools. */
  private static boolean isToolUse(Event event) {
    return event instanceof Event.Progress progress
        && progress.milestone() instanceof Milestone.ToolUse;
  }

  private void conclude(Verdict verdict, Epilogue epilogue) {
    epilogue.printPlaces();
    if (exit || !verdict.kept()) {
      epilogue.printAfterwards();
    } else {
      epilogue.printWhileItRuns();
    }
    around.streams().out().println();
    around.streams().out().println(verdict.line());
  }

  private void stay(String line) {
    around.streams().err().println("aether: " + line);
  }
}
