package aether.observatory;

import aether.observatory.pipeline.Observatory.Timing;
import aether.redis.write.RedisBus;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The flags that say how an Observatory keeps time. */
final class TimingOptions {
  private static final int WEEK = 604_800;

  @Option(
      names = "--heartbeat-ttl",
      paramLabel = "SECONDS",
      description = "Offline after so long without a beat. Default: ${DEFAULT-VALUE}.")
  private int heartbeatTtl = (int) Timing.DEFAULT.heartbeatTtl().toSeconds();

  @Option(
      names = "--block-ms",
      paramLabel = "MS",
      description = "How long one read waits, 1 to 5000. Default: ${DEFAULT-VALUE}.")
  private int blockMs = (int) Timing.DEFAULT.block().toMillis();

  @Option(
      names = "--wave-max-age",
      paramLabel = "SECONDS",
      description = "The oldest wave that a Body new to this bus reads. Default: ${DEFAULT-VALUE}.")
  private int waveMaxAge = (int) Timing.DEFAULT.waveMaxAge().toSeconds();

  @Option(
      names = "--grace",
      paramLabel = "SECONDS",
      description = "How long running turns may finish when stopped. Default: ${DEFAULT-VALUE}.")
  private int grace = (int) Timing.DEFAULT.grace().toSeconds();

  /** For tests, which cannot wait for the usual one to lapse; all who share a Body must agree. */
  @Option(names = "--lease-ttl", paramLabel = "SECONDS", hidden = true)
  private int leaseTtl = (int) RedisBus.LEASE_TTL.toSeconds();

  /** The timing in force; a refusal when a flag is out of its range. */
  Timing timing() {
    Timing usual = Timing.DEFAULT;
    return new Timing(
        Duration.ofSeconds(Flags.within("--heartbeat-ttl", heartbeatTtl, 86_400)),
        Duration.ofMillis(Flags.within("--block-ms", blockMs, 5_000)),
        Duration.ofSeconds(Flags.within("--grace", grace, 3_600)),
        usual.retryDelay(),
        usual.rosterFreshness(),
        usual.probeEvery(),
        Duration.ofSeconds(Flags.within("--wave-max-age", waveMaxAge, 0, WEEK)));
  }

  /** How long the Body stays this Observatory's without a sign of life. */
  Duration leaseTtl() {
    return Duration.ofSeconds(Flags.within("--lease-ttl", leaseTtl, 3_600));
  }
}
