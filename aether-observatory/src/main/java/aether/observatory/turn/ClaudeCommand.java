package aether.observatory.turn;

import aether.observatory.turn.ClaudeSettings.Confinement;
import aether.wire.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The command line of one run: no MCP servers, no hooks, no settings of the project, no commands,
 * only the tools given. Nothing of a message reaches it; of a session only its UUID does.
 */
final class ClaudeCommand {
  private static final List<String> WRITING = List.of("Edit", "Write");

  /** With a form to fill in, the client gives the model a tool for it. */
  private static final String FORM_TOOL = "StructuredOutput";

  /** Nothing is asked: what would have to be is refused. */
  static final String READING_MODE = "dontAsk";

  private final ClaudeSettings settings;
  private final ClaudeFeatures features;

  ClaudeCommand(ClaudeSettings settings, ClaudeFeatures features) {
    this.settings = settings;
    this.features = features;
  }

  /** The whole command line of {@code run}, whose session is {@code session}. */
  List<String> line(Path executable, Run run, UUID session) {
    List<String> line = new ArrayList<>(List.of(executable.toString(), "-p"));
    line.addAll(List.of("--output-format", "stream-json", "--verbose"));
    line.addAll(List.of("--tools", String.join(",", tools())));
    line.addAll(List.of("--permission-mode", permissionMode()));
    line.add("--strict-mcp-config");
    line.addAll(List.of("--setting-sources", ""));
    line.add("--disable-slash-commands");
    line.addAll(List.of("--settings", settingsJson()));
    line.addAll(List.of("--max-turns", Integer.toString(settings.limits().maxTurns())));
    line.addAll(List.of("--max-budget-usd", settings.limits().maxBudgetUsd().toPlainString()));
    settings.model().ifPresent(model -> line.addAll(List.of("--model", model)));
    line.addAll(List.of("--append-system-prompt", run.rules().replace('\0', ' ')));
    line.addAll(
        List.of(run.resume().isPresent() ? "--resume" : "--session-id", session.toString()));
    if (features.restricted()) {
      line.add("--restricted");
    }
    if (isFormGiven()) {
      line.addAll(List.of("--json-schema", ControlCodec.SCHEMA));
    }
    if (features.promptSnapshot()) {
      line.addAll(List.of("--system-prompt-snapshot", "off"));
    }
    return line;
  }

  /** What the agent must say of itself when it starts in {@code cwd}. */
  Attestation attestation(Path cwd) {
    Stream<String> form = isFormGiven() ? Stream.of(FORM_TOOL) : Stream.empty();
    return new Attestation(
        Stream.concat(tools().stream(), form).collect(Collectors.toSet()), permissionMode(), cwd);
  }

  private boolean isFormGiven() {
    return settings.jsonSchema() && features.jsonSchema();
  }

  /** Versions that cannot be restricted list names outside the folder with {@code Glob}. */
  private List<String> tools() {
    Stream<String> given =
        settings.confinement().tools().stream()
            .filter(tool -> features.restricted() || !tool.equals("Glob"));
    Stream<String> writing =
        settings.confinement().allowWrite() ? WRITING.stream() : Stream.empty();
    return Stream.concat(given, writing).distinct().toList();
  }

  private String permissionMode() {
    return settings.confinement().allowWrite() ? "acceptEdits" : READING_MODE;
  }

  private String settingsJson() {
    ObjectNode json = Json.object();
    ArrayNode deny = json.putObject("permissions").putArray("deny");
    Confinement confinement = settings.confinement();
    confinement.denied().forEach(deny::add);
    if (confinement.allowWrite()) {
      confinement.denied().stream()
          .filter(rule -> rule.startsWith("Read("))
          .forEach(rule -> deny.add("Edit(" + rule.substring("Read(".length())));
    }
    json.put("disableAllHooks", true);
    return Json.mapper().writeValueAsString(json);
  }
}
