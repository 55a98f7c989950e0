package aether.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which Redis is the bus, and how to enter it (CONTRACT §12).
 *
 * @param db the database number, 0 or more
 * @param username the ACL user; empty for the default one
 * @param tls how the connection is protected; empty for plain TCP
 */
public record BusAddress(
    String host,
    int port,
    int db,
    Optional<String> username,
    Optional<Secret> password,
    Optional<Tls> tls) {
  /** Where a bus is when nothing says otherwise. */
  public static final BusAddress DEFAULT =
      new BusAddress("localhost", 6379, 0, Optional.empty(), Optional.empty(), Optional.empty());

  public BusAddress {
    if (host.isBlank()) {
      throw new IllegalArgumentException("the bus host is blank; give a name or an address");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("bus port " + port + " is not between 1 and 65535");
    }
    if (db < 0) {
      throw new IllegalArgumentException("bus database " + db + " is negative");
    }
  }

  /**
   * TLS with host name verification.
   *
   * @param ca the PEM file of a private CA; empty for the platform's
   * @param certificate the client's certificate, PEM
   * @param key the client's private key, PEM (PKCS#8)
   */
  public record Tls(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {}

  /** The address as a user reads it: {@code host:port/db}, never with a secret. */
  public String display() {
    return host + ":" + port + "/" + db;
  }
}
