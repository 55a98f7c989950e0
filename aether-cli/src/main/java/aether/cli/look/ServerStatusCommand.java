package aether.cli.look;

import aether.config.Account;
import aether.config.BusAddress;
import aether.redis.RedisObserver;
import aether.redis.ServerInfo;
import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code aether server status}: which Redis, how it keeps what it is given, who is online. */
@Command(
    name = "status",
    description = "Show which Redis the bus is, how safely it keeps messages, and who is online.",
    footerHeading = "%nExamples:%n",
    footer = {"  aether server status", "  aether server status --redis-port 7000 --json"})
final class ServerStatusCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  ServerStatusCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    BusAddress address =
        connection.address(around, new Account.Stargazer(), new Account.Operator());
    try (RedisObserver bus = RedisObserver.connect(address)) {
      ServerInfo server = bus.server();
      List<Roll.Line> roll = Roll.call(bus, false);
      if (json) {
        around.streams().out().println(Json.write(json(address, server, roll)));
      } else {
        print(address, server, roll);
      }
    }
    return ExitCode.OK.number();
  }

  private void print(BusAddress address, ServerInfo server, List<Roll.Line> roll) {
    PrintWriter out = around.streams().out();
    out.println("Redis: UP (" + address.display() + ")");
    ServerText.lines(server).forEach(line -> out.println("  " + line));
    if (!roll.isEmpty()) {
      long online = roll.stream().filter(line -> line.presence().isOnline()).count();
      out.println("Bodies: " + online + " online of " + roll.size());
    }
    new RollText(around.palette(), around.clock().instant()).lines(roll).forEach(out::println);
  }

  private static ObjectNode json(BusAddress address, ServerInfo server, List<Roll.Line> roll) {
    ObjectNode node =
        Json.object()
            .put("bus", address.display())
            .put("tls", address.tls().isPresent())
            .put("version", server.version())
            .put("mode", server.mode())
            .put("role", server.role())
            .put("persistent", server.persistent())
            .put("maxmemory_policy", server.maxmemoryPolicy())
            .put("used_memory_bytes", server.usedMemoryBytes())
            .put("uptime_s", server.uptime().toSeconds())
            .put("clients", server.clients());
    ArrayNode bodies = node.putArray("bodies");
    roll.forEach(line ->
        bodies.add(
            Json.object().put("id", line.id().value()).put("state", line.presence().word())));
    return node;
  }
}
