package aether.cli.demo;

import aether.config.BusFlags;
import aether.config.Constellation;
import aether.message.ProjectId;
import aether.observatory.Station;
import aether.observatory.pipeline.Observatory;
import aether.observatory.turn.ScriptedRunner;
import aether.redis.write.RedisBus;
import aether.terminal.Surroundings;
import aether.terminal.Whereabouts;
import java.io.IOException;
import java.time.Duration;

/**
 * The process that the crash scenario kills: the Observatory of one Body, on the bus of the Aether
 * home it is given, with an agent that never comes to an end. It ends by itself when its standard
 * input does, as whoever started it is gone then.
 */
final class DoomedObservatory {
  private DoomedObservatory() {}

  public static void main(String[] args) throws IOException {
    Surroundings around = Surroundings.system();
    Constellation chart = Constellation.read(around.home().constellation(around.env()));
    try (RedisBus bus = RedisBus.connect(new Whereabouts(around).address(BusFlags.NONE));
        Observatory observatory =
            Station.on(
                bus,
                Stage.settings(chart.body(new ProjectId(args[0])), Cast.UNPAID),
                endless(),
                1,
                Stage.TIMING,
                Station.Host.of(around.home(), around.env()))) {
      observatory
          .start(false)
          .ifPresent(refusal -> {
            throw new IllegalStateException("does not come online: " + refusal);
          });
      int _ = System.in.read();
    }
  }

  private static ScriptedRunner endless() {
    return Script.silent("never said").runner(Duration.ofDays(1));
  }
}
