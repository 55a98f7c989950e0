package aether.cli.bus;

import aether.redis.local.LocalRedis;
import aether.redis.local.Running;
import aether.terminal.ExitCode;
import aether.terminal.Surroundings;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code aether bus stop}: ends the bus of this user; what is on it stays. */
@Command(
    name = "stop",
    description = "Stop the bus that `aether bus start` started. Its messages are kept.",
    footerHeading = "%nExamples:%n",
    footer = "  aether bus stop")
final class BusStopCommand implements Callable<Integer> {
  private final Surroundings around;

  BusStopCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Optional<Running> running = LocalRedis.running(around.home().bus());
    running.ifPresent(Running::stop);
    around
        .streams()
        .out()
        .println(
            running
                .map(bus -> "bus at " + bus.address().display() + " stopped")
                .orElse("no bus runs in " + around.home().bus()));
    return ExitCode.OK.number();
  }
}
