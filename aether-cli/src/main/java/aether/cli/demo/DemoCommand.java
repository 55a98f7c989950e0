package aether.cli.demo;

import aether.bus.Recorded;
import aether.cli.look.Teller;
import aether.config.BusAddress;
import aether.config.Constellation;
import aether.desk.Dispatch;
import aether.event.Event;
import aether.event.Milestone;
import aether.observatory.turn.ClaudeRunner;
import aether.observatory.turn.ClaudeSettings;
import aether.redis.write.RedisBus;
import aether.terminal.ExitCode;
import aether.terminal.Palette.Tone;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
    footer = {"  aether demo", "  aether demo --exit", "  aether demo horizon --exit"})
public final class DemoCommand implements Callable<Integer> {
  /** How long a scripted turn takes, so that one can watch. */
  private static final Duration PACE = Duration.ofMillis(500);

  private static final Duration CLEARING_UP = Duration.ofSeconds(20);

  private final Surroundings around;
  private final Cast scripted;

  @Parameters(
      paramLabel = "SCENARIO",
      arity = "0..1",
      defaultValue = "converge",
      converter = ScenarioName.class,
      completionCandidates = ScenarioName.class,
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Scenario scenario = Scenario.CONVERGE;

  @Option(
      names = "--exit",
      description = "End when the scenario is over, instead of keeping the bus until Ctrl-C.")
  private boolean exit;

  @Option(
      names = "--real",
      description = "Let the real claude answer (converge only). What it spends is yours to pay.")
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
    Cast cast = real ? realCast() : scripted;
    DemoFolder folder =
        DemoFolder.create(around.home(), scenario.label(), around.clock().instant());
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
    if (scenario != Scenario.CONVERGE) {
      throw Refusal.usage(
          "--real goes with converge alone, '"
              + scenario
              + "' needs agents that misbehave as told; leave --real out");
    }
    ClaudeRunner runner =
        new ClaudeRunner(
            ClaudeSettings.of(around.env()), around.env(), around.clock(), UUID::randomUUID);
    runner
        .problem()
        .ifPresent(problem -> {
          throw Refusal.failed(problem + ", or leave --real out");
        });
    return Cast.real(runner, around.home().stop());
  }

  private boolean perform(Cast cast, DemoFolder folder, Curtain curtain)
      throws InterruptedException {
    PrintWriter out = around.streams().out();
    out.println(cast.announcement());
    out.println(scenario.label() + ": " + scenario.promise());
    try (DemoBus demoBus = DemoBus.start(around, folder)) {
      curtain.heed();
      BusAddress address = demoBus.running().address();
      out.println("bus: Redis " + demoBus.version() + " at " + address.display());
      out.println();
      try (RedisBus bus = RedisBus.connect(address);
          Chronicle chronicle = new Chronicle(bus.observer().events(), this::tell);
          Stage stage = stage(bus, chronicle, cast, folder)) {
        chronicle.start();
        curtain.heed();
        Verdict verdict = scenario.act().play(stage);
        curtain.heed();
        conclude(verdict, new Epilogue(around, folder, address, chronicle.records()));
        if (verdict.kept() && !exit) {
          stay();
        }
        return verdict.kept();
      }
    }
  }

  private Stage stage(RedisBus bus, Chronicle chronicle, Cast cast, DemoFolder folder) {
    return new Stage(
        bus,
        Constellation.read(folder.constellation()),
        new Dispatch(bus.outbox(), around.clock(), around.ids()),
        chronicle,
        this::say,
        cast);
  }

  private void tell(Recorded recorded) {
    if (scenario.told().test(recorded.event()) || (real && isToolUse(recorded.event()))) {
      boolean _ = new Teller(around, false).tell(recorded);
    }
  }

  /** A real turn takes long enough for one to wonder; a scripted one uses no tools. */
  private static boolean isToolUse(Event event) {
    return event instanceof Event.Progress progress
        && progress.milestone() instanceof Milestone.ToolUse;
  }

  private void say(String line) {
    around.streams().out().println("          " + around.palette().paint(Tone.ACCENT, line));
  }

  private void conclude(Verdict verdict, Epilogue epilogue) {
    epilogue.keep();
    if (!scenario.isBrief()) {
      epilogue.printTranscripts();
    }
    epilogue.printPlaces();
    if (exit || !verdict.kept()) {
      epilogue.printAfterwards();
    } else {
      epilogue.printWhileItRuns();
    }
    around.streams().out().println();
    around.streams().out().println(verdict.line());
  }

  private void stay() throws InterruptedException {
    around
        .streams()
        .err()
        .println("aether: the bus and its Bodies stay until Ctrl-C; their folder stays after it");
    new CountDownLatch(1).await();
  }
}
