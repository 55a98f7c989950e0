package aether.cli.doctor;

import aether.config.Account;
import aether.observatory.turn.ClaudeSettings;
import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.OneLine;
import aether.terminal.Palette;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.util.List;
import java.util.Locale;
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
      "Java, the Aether directory, the constellation, the bus and how it keeps messages, the clocks,"
          + " the agent and its sandbox. Nothing is changed."
    },
    exitCodeList = {
      "0:Nothing is wrong, or only what can wait ('!').",
      "1:Something must be mended ('✗').",
      "2:The command line or a setting is wrong."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  aether doctor", "  aether doctor --json"})
public final class DoctorCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  public DoctorCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    List<Examination> examinations =
        List.of(
            new RuntimeExamination(),
            new HomeExamination(around.home()),
            new ChartExamination(around.home().constellation(around.env())),
            new BusExamination(
                connection.address(around, new Account.Stargazer(), new Account.Operator()),
                around.clock()),
            new AgentExamination(ClaudeSettings.of(around.env()).command(), around.env()),
            new SandboxExamination(System.getProperty("os.name", ""), around.env()));
    List<Finding> findings =
        examinations.stream().flatMap(examination -> examination.look().stream()).toList();
    boolean well = findings.stream().noneMatch(f -> f.level() == Finding.Level.FAILURE);
    if (json) {
      around.streams().out().println(Json.write(json(findings, well)));
    } else {
      findings.forEach(this::print);
    }
    return (well ? ExitCode.OK : ExitCode.FAILED).number();
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

  private static ObjectNode json(List<Finding> findings, boolean well) {
    ObjectNode node = Json.object().put("well", well);
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
