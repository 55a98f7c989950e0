package aether.cli.look;

import aether.bus.Presence;
import aether.config.Account;
import aether.config.BusAddress;
import aether.redis.RedisObserver;
import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
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
          + " wait in its inbox. Since when is told as far as the newest events say it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aether who",
      "  aether who --watch",
      "  aether who --json | jq -r '.bodies[] | select(.state != \"offline\") | .id'"
    })
public final class WhoCommand implements Callable<Integer> {
  private static final String TOP_OF_AN_EMPTY_SCREEN = "\u001B[H\u001B[J";
  private static final int PAUSE_MILLIS = 1_000;

  private final Surroundings around;

  @Option(names = "--all", description = "Also list clients that wait for an answer.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = "--watch",
      description = "Look again every second, and print what has changed, until Ctrl-C.")
  private boolean watch;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  public WhoCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    BusAddress address =
        connection.address(around, new Account.Stargazer(), new Account.Operator());
    try (RedisObserver bus = RedisObserver.connect(address)) {
      String before = "";
      do {
        String now = String.join(System.lineSeparator(), lines(address, Roll.call(bus, all)));
        if (!now.equals(before)) {
          show(now);
        }
        before = now;
      } while (watch && !isOver());
    }
    return ExitCode.OK.number();
  }

  /** On a terminal the new list takes the place of the old one; elsewhere it follows it. */
  private void show(String list) {
    if (watch && !json && around.streams().interactive()) {
      around.streams().out().print(TOP_OF_AN_EMPTY_SCREEN);
    }
    around.streams().out().println(list);
  }

  /** Waits until the next look. @return whether there is none, since nobody reads any more */
  private boolean isOver() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      return around.streams().out().checkError();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private List<String> lines(BusAddress address, List<Roll.Line> roll) {
    if (json) {
      ObjectNode answer = Json.object().put("bus", address.display());
      ArrayNode bodies = answer.putArray("bodies");
      roll.forEach(line -> bodies.add(json(line)));
      return List.of(Json.write(answer));
    }
    List<String> lines = new ArrayList<>(List.of("Redis: UP (" + address.display() + ")"));
    lines.addAll(new RollText(around.palette(), around.clock().instant()).lines(roll));
    return lines;
  }

  private static ObjectNode json(Roll.Line line) {
    ObjectNode node =
        Json.object().put("id", line.id().value()).put("state", line.presence().word());
    switch (line.presence()) {
      case Presence.Offline _ ->
          line.since().ifPresent(last -> node.put("last_seen", last.toString()));
      case Presence.Killed _ -> line.since().ifPresent(end -> node.put("since", end.toString()));
      case Presence.Idle idle -> {
        node.put("last_beat", idle.lastBeat().toString());
        idle.since().ifPresent(start -> node.put("since", start.toString()));
      }
      case Presence.Thinking thinking ->
          node.put("last_beat", thinking.lastBeat().toString())
              .put("since", thinking.since().toString())
              .put("turns", thinking.turns());
      case Presence.Suspended suspended -> {
        node.put("last_beat", suspended.lastBeat().toString()).put("reason", suspended.reason());
        line.since().ifPresent(start -> node.put("since", start.toString()));
      }
    }
    node.put("queued", line.queued()).put("description", line.description());
    ArrayNode capabilities = node.putArray("capabilities");
    line.capabilities().forEach(capabilities::add);
    return node;
  }
}
