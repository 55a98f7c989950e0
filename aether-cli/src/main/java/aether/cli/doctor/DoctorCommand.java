package aether.cli.doctor;

import aether.config.Account;
import aether.config.BusAddress;
import aether.config.ConfigException;
import aether.identity.KeyRing;
import aether.observatory.turn.ClaudeSettings;
import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.OneLine;
import aether.terminal.Palette;
import aether.terminal.Surroundings;
import aether.terminal.Whereabouts;
import aether.wire.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code aether doctor}: looks at everything Aether needs and says what to mend. */
@Command(
    name = "doctor",
    description = {
      "Look at everything Aether needs on this host, and say what to mend.",
      "",
      "Java, the Aether directory and its secrets, the constellation, the bus and how it keeps"
          + " messages, its certificates and users, the clocks, the keys for signatures, the ports of the pages, the agent, its"
          + " login and its sandbox. Nothing is changed without --fix."
    },
    exitCodeList = {
      "0:Nothing is wrong, or only what can wait ('!').",
      "1:Something must be mended ('✗').",
      "2:The command line or a setting is wrong."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  aether doctor", "  aether doctor --fix"})
public final class DoctorCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(
      names = "--fix",
      description =
          "Mend what is safe to mend, and say what was done: make the Aether directory, close what"
              + " is secret in it to other users.")
  private boolean fix;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  public DoctorCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    List<Examination> examinations = examinations();
    List<String> mended =
        fix
            ? examinations.stream().flatMap(examination -> examination.mend().stream()).toList()
            : List.of();
    List<Finding> findings =
        examinations.stream().flatMap(examination -> examination.look().stream()).toList();
    boolean well = findings.stream().noneMatch(f -> f.level() == Finding.Level.FAILURE);
    if (json) {
      around.streams().out().println(Json.write(json(findings, mended, well)));
    } else {
      mended.forEach(done -> around.streams().out().println("mended: " + OneLine.of(done)));
      findings.forEach(this::print);
    }
    return (well ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private List<Examination> examinations() {
    Path chart = around.home().constellation(around.env());
    String os = System.getProperty("os.name", "");
    List<Examination> all = new ArrayList<>();
    all.add(new RuntimeExamination());
    all.add(new HomeExamination(around.home()));
    all.add(new ModesExamination(around.home().directory()));
    all.add(new ChartExamination(chart));
    all.addAll(examinationsOfTheBus(chart));
    all.add(new PortsExamination(Map.of(8765, "stargazer", 8770, "operator")));
    all.add(new AgentExamination(ClaudeSettings.of(around.env()).command(), around.env()));
    all.add(new LoginExamination(around.env(), around.userHome(), os));
    all.add(new SandboxExamination(os, around.env()));
    return all;
  }

  /** Where nobody can tell which bus is meant, that is what is found. */
  private List<Examination> examinationsOfTheBus(Path chart) {
    try {
      BusAddress bus = connection.address(around, new Account.Stargazer(), new Account.Operator());
      return List.of(
          new BusExamination(bus, around.clock()),
          new UsersExamination(bus, new Whereabouts(around).passwords(bus), chart),
          new KeysExamination(new KeyRing(around.home(), around.clock()), bus));
    } catch (ConfigException e) {
      Finding unknown = Finding.failure("bus", String.valueOf(e.getMessage()));
      return List.of(() -> List.of(unknown));
    }
  }

  private void print(Finding finding) {
    Palette.Tone tone =
        switch (finding.level()) {
          case OK -> Palette.Tone.GOOD;
          case WARNING -> Palette.Tone.WARNING;
          case FAILURE -> Palette.Tone.BAD;
        };
    around
        .streams()
        .out()
        .println(
            around.palette().paint(tone, finding.level().mark())
                + " %-14s".formatted(finding.subject())
                + OneLine.of(finding.sentence()));
    finding
        .remedy()
        .ifPresent(
            remedy -> around.streams().out().println(" ".repeat(16) + "→ " + OneLine.of(remedy)));
  }

  private static ObjectNode json(List<Finding> findings, List<String> mended, boolean well) {
    ObjectNode node = Json.object().put("well", well);
    mended.forEach(node.withArray("mended")::add);
    ArrayNode list = node.putArray("findings");
    findings.forEach(finding ->
        list.addObject()
            .put("subject", finding.subject())
            .put("level", finding.level().name().toLowerCase(Locale.ROOT))
            .put("found", finding.sentence())
            .put("remedy", finding.remedy().orElse(null)));
    return node;
  }
}
