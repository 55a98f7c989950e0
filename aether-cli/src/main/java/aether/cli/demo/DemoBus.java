package aether.cli.demo;

import aether.config.BusProfile;
import aether.config.PrivateFile;
import aether.config.Secret;
import aether.redis.local.Binary;
import aether.redis.local.LocalRedis;
import aether.redis.local.Running;
import aether.redis.local.Settings;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The demo's own Redis: on a free port of this machine, with a generated password, keeping what it
 * is given in the demo's folder.
 *
 * @param version that of the server program
 */
record DemoBus(Running running, String version) implements AutoCloseable {
  private static final int PASSWORD_BYTES = 24;

  /** Starts it. It is not the terminal's to interrupt: {@link #close} ends it. */
  static DemoBus start(Surroundings around, DemoFolder folder) {
    Binary binary =
        LocalRedis.find(around.env(), around.home().directory().resolve("bin"))
            .orElseThrow(() ->
                Refusal.failed(
                    "no Redis was found; install redis-server, or set AETHER_REDIS_SERVER to its"
                        + " path"));
    Secret password = generate();
    Running running =
        LocalRedis.start(
            binary,
            Settings.scratch(folder.home().bus()).durable().withPassword(password).outliving());
    PrivateFile.write(folder.password(), password.reveal() + "\n");
    BusProfile.of(running.address()).write(folder.home().profile());
    return new DemoBus(running, binary.version());
  }

  @Override
  public void close() {
    running.stop();
  }

  private static Secret generate() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
