package aether.cli.bus;

import aether.redis.local.Binary;
import aether.redis.local.LocalRedis;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;

/** Which Redis this user's own bus runs. */
public final class RedisProgram {
  private RedisProgram() {}

  /** The one that {@link LocalRedis#find} finds; without any it is refused, with the remedy. */
  public static Binary find(Surroundings around) {
    return LocalRedis.find(around.env(), around.home().directory().resolve("bin"))
        .orElseThrow(() ->
            Refusal.failed(
                "no Redis was found; install redis-server, or set AETHER_REDIS_SERVER to its"
                    + " path"));
  }
}
