package aether.cli.bus;

import aether.bus.BusException;
import aether.config.BusAddress;
import aether.config.BusProfile;
import aether.redis.RedisObserver;
import aether.redis.ServerInfo;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.terminal.Whereabouts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code aether bus use}: chooses the bus that all commands of this user use. */
@Command(
    name = "use",
    description = {
      "Choose the bus that this user's commands use from now on.",
      "",
      "It is tried first; when it does not answer, nothing is written. The password is never kept:"
          + " give it in $$AETHER_REDIS_PASSWORD, or bring the files of `aether bus acl` here."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aether bus use --host redis.example.org --tls --tls-ca ca.pem --username frontend",
      "  aether bus use --port 6380"
    })
final class BusUseCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private final EndpointOptions endpoint = new EndpointOptions();

  BusUseCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Whereabouts whereabouts = new Whereabouts(around);
    BusAddress address = whereabouts.address(endpoint.flags(around));
    ServerInfo server = ping(whereabouts.asAnybody(address));
    BusProfile.of(address).write(around.home().profile());
    around
        .streams()
        .out()
        .println(
            "bus: "
                + address.display()
                + " (Redis "
                + server.version()
                + "), written to "
                + around.home().profile());
    return ExitCode.OK.number();
  }

  private static ServerInfo ping(BusAddress address) {
    try (RedisObserver bus = RedisObserver.connect(address)) {
      return bus.server();
    } catch (BusException e) {
      throw Refusal.failed(EndpointOptions.inItsFlags(e) + "; profile NOT written");
    }
  }
}
