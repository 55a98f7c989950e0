package aether.cli.client;

import aether.bus.BusException;
import aether.cli.bus.EndpointOptions;
import aether.config.BusAddress;
import aether.config.BusProfile;
import aether.message.ProjectId;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.terminal.Whereabouts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code aether register}: joins a bus, elsewhere perhaps, with the project in this directory. */
@Command(
    name = "register",
    description = {
      "Choose a bus and make the project in this directory a Body on it: `bus use` and `client"
          + " setup` in one.",
      "",
      "Only this project is registered. When the bus does not answer, or refuses, nothing is"
          + " written. The password is never kept: give it in $$AETHER_REDIS_PASSWORD, or bring the"
          + " files of `aether bus acl` here."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aether register --host redis.example.org --tls --tls-ca ca.pem",
      "  aether register --host 127.0.0.1 --port 6380 --id backend --yes"
    })
public final class RegisterCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private final Setup setup = new Setup();

  @Mixin private final EndpointOptions endpoint = new EndpointOptions();

  public RegisterCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    BusAddress bus = new Whereabouts(around).address(endpoint.flags(around));
    ProjectId project = registered(bus);
    around
        .streams()
        .out()
        .println("✓ bus: " + bus.display() + ", written to " + around.home().profile());
    Setup.next(project, around);
    return ExitCode.OK.number();
  }

  private ProjectId registered(BusAddress bus) {
    try {
      return setup.on(bus, around, () -> BusProfile.of(bus).write(around.home().profile()));
    } catch (BusException e) {
      throw Refusal.failed(EndpointOptions.inItsFlags(e));
    }
  }
}
