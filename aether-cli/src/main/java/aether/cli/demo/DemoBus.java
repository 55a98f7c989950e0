package aether.cli.demo;

import aether.cli.bus.RedisProgram;
import aether.config.BusProfile;
import aether.config.PrivateFile;
import aether.config.Secret;
import aether.redis.local.Binary;
import aether.redis.local.LocalRedis;
import aether.redis.local.Running;
import aether.redis.local.Settings;
import aether.terminal.Surroundings;
import java.security.SecureRandom;

/**
 * The demo's own Redis: on a free port of this machine, with a generated password, keeping what it
 * is given in the demo's folder.
 *
 * @param version that of the server program
 */
record DemoBus(Running running, String version) implements AutoCloseable {
  /** Starts it. It is not the terminal's to interrupt: {@link #close} ends it. */
  static DemoBus start(Surroundings around, DemoFolder folder) {
    Binary binary = RedisProgram.find(around);
    Secret password = Secret.generate(new SecureRandom());
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
}
