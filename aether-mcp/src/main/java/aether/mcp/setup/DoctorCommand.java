package aether.mcp.setup;

import aether.terminal.ExitCode;
import aether.terminal.OneLine;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code aether mcp doctor}: starts the configured server as Claude Code would. */
@Command(
    name = "doctor",
    description = {
      "Start the configured server as Claude Code would, and say how it does.",
      "",
      "It is looked for where Claude Code looks: local, then .mcp.json here and above, then user."
    })
public final class DoctorCommand implements Callable<Integer> {
  /** Claude Code lets the first turn of a headless session wait this long for a server. */
  private static final long QUICK_ENOUGH_MILLIS = 1_500;

  private static final double CHARACTERS_A_TOKEN = 3.5;

  private final Surroundings around;
  private boolean healthy = true;

  public DoctorCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Configured configured =
        Configured.find(around)
            .orElseThrow(() ->
                Refusal.failed(
                    "Claude Code knows no server '"
                        + Entry.NAME
                        + "' here; `aether mcp setup` tells it of one"));
    tell(
        true,
        "configured in " + configured.where() + ": " + String.join(" ", configured.command()));
    try (Started server = Started.start(configured, around)) {
      examine(server);
    } catch (IOException e) {
      tell(false, "it cannot be started: " + OneLine.of(String.valueOf(e.getMessage())));
    }
    return (healthy ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private void examine(Started server) {
    Optional<JsonNode> probe =
        server.ask(text("server-discover-probe-1"), "server/discover", Json.object());
    if (probe.isEmpty()) {
      tell(false, "it does not answer: " + OneLine.of(server.errors()));
      return;
    }
    boolean declined = probe.get().path("error").path("code").asInt(0) == -32601;
    tell(
        declined,
        (declined ? "declined" : "did not decline")
            + " the probe for another protocol after "
            + server.elapsed()
            + " ms");
    initialize(server);
    long characters = list(server, "tools") + list(server, "prompts");
    tell(true, "about " + Math.round(characters / CHARACTERS_A_TOKEN) + " tokens in each session");
    bus(server);
    Optional<Long> ended = server.end();
    tell(
        ended.isPresent(),
        ended
            .map(ms -> "ended " + ms + " ms after its input")
            .orElse("does not end with its input"));
  }

  private void initialize(Started server) {
    ObjectNode params = Json.object().put("protocolVersion", "2025-11-25");
    params.putObject("capabilities");
    params.putObject("clientInfo").put("name", "aether-doctor").put("version", "1");
    Optional<JsonNode> hello = server.ask(number(0), "initialize", params);
    long after = server.elapsed();
    if (hello.filter(node -> node.has("result")).isEmpty()) {
      tell(false, "initialize is not answered: " + OneLine.of(server.errors()));
    } else if (after <= QUICK_ENOUGH_MILLIS) {
      tell(true, "initialize answered " + after + " ms after the start");
    } else {
      // Nothing is broken: a busy machine is slow, and so is a start that makes the class cache.
      around
          .streams()
          .out()
          .println(
              "! initialize answered "
                  + after
                  + " ms after the start; more than "
                  + QUICK_ENOUGH_MILLIS
                  + " may miss the first turn");
    }
    server.tell("notifications/initialized");
  }

  /** How many characters the list of {@code what} has. */
  private long list(Started server, String what) {
    JsonNode result =
        server
            .ask(number(1), what + "/list", Json.object())
            .map(node -> node.path("result"))
            .orElseGet(Json::object);
    int size = result.path(what).size();
    tell(size > 0, size + " " + what);
    return result.toString().length();
  }

  private void bus(Started server) {
    ObjectNode params = Json.object().put("name", "aether_list_bodies");
    params.putObject("arguments");
    JsonNode result =
        server
            .ask(number(2), "tools/call", params)
            .map(node -> node.path("result"))
            .orElseGet(Json::object);
    JsonNode said = result.path("structuredContent");
    if (!said.path("me").isString()) {
      tell(
          false, "no bus: " + OneLine.of(result.path("content").path(0).path("text").asString("")));
      return;
    }
    long online =
        said.path("bodies").valueStream().filter(body -> body.path("online").asBoolean()).count();
    tell(
        true,
        "on the bus as '"
            + said.path("me").stringValue()
            + "'; "
            + said.path("bodies").size()
            + (said.path("bodies").size() == 1 ? " project, " : " projects, ")
            + online
            + " online");
  }

  private void tell(boolean good, String what) {
    healthy &= good;
    around.streams().out().println((good ? "✓ " : "✗ ") + what);
  }

  private static JsonNode text(String value) {
    return Json.object().stringNode(value);
  }

  private static JsonNode number(int value) {
    return Json.object().numberNode(value);
  }
}
