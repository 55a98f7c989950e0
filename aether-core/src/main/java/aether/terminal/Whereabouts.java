package aether.terminal;

import aether.config.BusAddress;
import aether.config.BusFlags;
import aether.config.BusProfile;
import aether.config.Precedence;
import aether.redis.local.LocalRedis;
import aether.redis.local.Running;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the bus that flags, environment and profile name, and the way into it. */
public final class Whereabouts {
  private final Surroundings around;

  public Whereabouts(Surroundings around) {
    this.around = around;
  }

  /**
   * The bus that {@code flags}, the environment and the profile name together. Where that is the
   * local bus of this user and nobody gave a password, its own is taken.
   *
   * @throws aether.config.ConfigException when a setting cannot be used, or plain text would leave
   *     this machine unasked
   */
  public BusAddress address(BusFlags flags) {
    Optional<BusProfile> profile = BusProfile.read(around.home().profile());
    return withLocalPassword(Precedence.resolve(flags, around.env(), profile).requireProtected());
  }

  /**
   * The bus that {@code flags} name alone, with the password of the environment or of this user's
   * local bus.
   */
  public BusAddress named(BusFlags flags) {
    Map<String, String> env = new HashMap<>(around.env());
    env.keySet().retainAll(Set.of("AETHER_REDIS_PASSWORD"));
    return withLocalPassword(Precedence.resolve(flags, env, Optional.empty()).requireProtected());
  }

  /** The bus that {@code aether bus start} has started for this user, if it runs. */
  public Optional<Running> localBus() {
    return LocalRedis.running(around.home().bus());
  }

  private BusAddress withLocalPassword(BusAddress address) {
    boolean mayBeLocal =
        address.password().isEmpty()
            && address.username().isEmpty()
            && address.tls().isEmpty()
            && address.isHere()
            && address.route().sentinels().isEmpty();
    if (!mayBeLocal) {
      return address;
    }
    return localBus()
        .filter(bus -> bus.port() == address.port())
        .map(bus -> address.withPassword(bus.address().password()))
        .orElse(address);
  }
}
