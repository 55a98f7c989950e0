package aether.config;

import java.util.Optional;

/**
 * The connection flags of one command line (CONTRACT §12); empty for a flag that was not given. A
 * given but empty user name or password means "none" and hides what the environment or the profile
 * says.
 */
public record BusFlags(
    Optional<String> host,
    Optional<Integer> port,
    Optional<Integer> db,
    Optional<String> username,
    Optional<Secret> password,
    TlsChoice tls,
    BusRoute.Choice route) {
  /** A command line without connection flags. */
  public static final BusFlags NONE =
      new BusFlags(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          TlsChoice.UNSAID);

  /** Those that say nothing about how the bus is found and shared. */
  public BusFlags(
      Optional<String> host,
      Optional<Integer> port,
      Optional<Integer> db,
      Optional<String> username,
      Optional<Secret> password,
      TlsChoice tls) {
    this(host, port, db, username, password, tls, BusRoute.Choice.UNSAID);
  }
}
