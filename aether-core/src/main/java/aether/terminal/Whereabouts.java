package aether.terminal;

import aether.config.Account;
import aether.config.BusAddress;
import aether.config.BusFlags;
import aether.config.BusProfile;
import aether.config.Passwords;
import aether.config.Precedence;
import aether.redis.local.LocalRedis;
import aether.redis.local.Running;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
   * {@code bus}, entered as one of {@code accounts}: the first whose password is here. What flags
   * and environment say of user and password comes first; a user alone gets the password of its
   * file. Where there is none of these files, {@code bus} as it is.
   */
  public BusAddress as(BusAddress bus, Account... accounts) {
    if (bus.password().isPresent()) {
      return bus;
    }
    List<String> users =
        bus.username()
            .map(List::of)
            .orElseGet(
                () -> Stream.of(accounts).map(each -> each.user(bus.route().namespace())).toList());
    Passwords passwords = passwords(bus);
    return users.stream()
        .flatMap(user -> passwords.find(user).map(found -> bus.enteredBy(user, found)).stream())
        .findFirst()
        .orElse(bus);
  }

  /** {@code bus}, entered as whichever user's password is here. */
  public BusAddress asAnybody(BusAddress bus) {
    Passwords passwords = passwords(bus);
    Optional<String> somebody = passwords.users().stream().findFirst();
    return bus.password().isPresent() || bus.username().isPresent() || somebody.isEmpty()
        ? as(bus)
        : passwords
            .find(somebody.get())
            .map(found -> bus.enteredBy(somebody.get(), found))
            .orElse(bus);
  }

  /** Where the passwords of the users of {@code bus} are on this machine. */
  public Passwords passwords(BusAddress bus) {
    return isLocal(bus)
        ? Passwords.ofLocalBus(around.home().bus())
        : Passwords.of(bus, around.home());
  }

  /**
   * Whether {@code bus} is the one that this user runs, or ran last, by {@code aether bus start}.
   */
  public boolean isLocal(BusAddress bus) {
    return bus.isHere()
        && bus.route().sentinels().isEmpty()
        && LocalRedis.port(around.home().bus()).filter(port -> port == bus.port()).isPresent();
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
        .filter(bus -> bus.port() == address.port() && !bus.knowsUsers())
        .map(bus -> address.withPassword(bus.address().password()))
        .orElse(address);
  }
}
