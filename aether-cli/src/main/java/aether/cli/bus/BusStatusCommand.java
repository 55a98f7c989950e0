package aether.cli.bus;

import aether.cli.look.ServerText;
import aether.redis.RedisObserver;
import aether.redis.local.LocalRedis;
import aether.redis.local.Running;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code aether bus status}: the bus of this user, as it runs. */
@Command(
    name = "status",
    description = "Show the bus that `aether bus start` started.",
    exitCodeList = {"0:It runs.", "1:It does not run.", "2:The command line is wrong."},
    footerHeading = "%nExamples:%n",
    footer = "  aether bus status")
final class BusStatusCommand implements Callable<Integer> {
  private final Surroundings around;

  BusStatusCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Running running =
        LocalRedis.running(around.home().bus())
            .orElseThrow(() ->
                Refusal.failed(
                    "no bus runs in " + around.home().bus() + "; `aether bus start` starts one"));
    PrintWriter out = around.streams().out();
    try (RedisObserver bus = RedisObserver.connect(running.address())) {
      out.println("bus: UP (" + running.address().display() + ")");
      out.println("  pid          " + running.process().pid());
      ServerText.lines(bus.server()).forEach(line -> out.println("  " + line));
      out.println("  files        " + running.dir());
    }
    return ExitCode.OK.number();
  }
}
