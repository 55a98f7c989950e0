package aether.cli.look;

import aether.bus.Presence;
import aether.config.BusAddress;
import aether.redis.RedisObserver;
import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code aether who}: the registered Bodies and what they are doing. */
@Command(
    name = "who",
    description = {
      "List the Bodies on the bus and what each is doing.",
      "",
      "A Body is online, thinking, suspended, offline or killed; 'queued' counts the messages that"
          + " wait in its inbox."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aether who",
      "  aether who --json | jq -r '.bodies[] | select(.state != \"offline\") | .id'"
    })
public final class WhoCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(names = "--all", description = "Also list clients that wait for an answer.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  public WhoCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    BusAddress address = connection.address(around);
    try (RedisObserver bus = RedisObserver.connect(address)) {
      List<Roll.Line> lines = Roll.call(bus.directory(), bus.liveness(), all);
      if (json) {
        ObjectNode answer = Json.object().put("bus", address.display());
        ArrayNode bodies = answer.putArray("bodies");
        lines.forEach(line -> bodies.add(json(line)));
        around.streams().out().println(Json.write(answer));
      } else {
        around.streams().out().println("Redis: UP (" + address.display() + ")");
        new RollText(around.palette(), around.clock().instant())
            .lines(lines)
            .forEach(around.streams().out()::println);
      }
    }
    return ExitCode.OK.number();
  }

  private static ObjectNode json(Roll.Line line) {
    ObjectNode node =
        Json.object().put("id", line.id().value()).put("state", line.presence().word());
    switch (line.presence()) {
      case Presence.Offline _, Presence.Killed _ -> {}
      case Presence.Idle idle -> node.put("last_beat", idle.lastBeat().toString());
      case Presence.Thinking thinking ->
          node.put("last_beat", thinking.lastBeat().toString())
              .put("since", thinking.since().toString())
              .put("turns", thinking.turns());
      case Presence.Suspended suspended ->
          node.put("last_beat", suspended.lastBeat().toString()).put("reason", suspended.reason());
    }
    node.put("queued", line.queued()).put("description", line.description());
    ArrayNode capabilities = node.putArray("capabilities");
    line.capabilities().forEach(capabilities::add);
    return node;
  }
}
