package aether.mcp;

import aether.mcp.setup.Warmth;
import aether.terminal.ExitCode;
import aether.terminal.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Makes the class cache, unless it is there: the launcher calls it after it has built. */
@Command(name = "cache", hidden = true, description = "Makes the class cache.")
final class CacheCommand implements Callable<Integer> {
  private final Surroundings around;

  CacheCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Warmth.of(around).ifPresent(Warmth::make);
    return ExitCode.OK.number();
  }
}
