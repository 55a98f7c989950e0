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
    TlsChoice tls) {
  /** A command line without connection flags. */
  public static final BusFlags NONE =
      new BusFlags(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          TlsChoice.UNSAID);
}
