package aether.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which Redis is the bus, and how to enter it (CONTRACT §12).
 *
 * @param db the database number, 0 or more
 * @param username the ACL user; empty for the default one
 * @param tls how the connection is protected; empty for plain TCP
 * @param route how that Redis is found and shared; with sentinels, {@code host} and {@code port}
 *     are those of the first of them
 */
public record BusAddress(
    String host,
    int port,
    int db,
    Optional<String> username,
    Optional<Secret> password,
    Optional<Tls> tls,
    BusRoute route) {
  /** Where a bus is when nothing says otherwise. */
  public static final BusAddress DEFAULT =
      new BusAddress("localhost", 6379, 0, Optional.empty(), Optional.empty(), Optional.empty());

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1");

  /** A Redis that is named itself, with the usual names of keys. */
  public BusAddress(
      String host,
      int port,
      int db,
      Optional<String> username,
      Optional<Secret> password,
      Optional<Tls> tls) {
    this(host, port, db, username, password, tls, BusRoute.DIRECT);
  }

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
    String server =
        route
            .sentinels()
            .map(sentinels -> sentinels.primary() + " by the sentinels " + sentinels.list())
            .orElseGet(() -> new BusRoute.Node(host, port).toString());
    String place = server + "/" + db;
    return route.namespace().equals(Namespace.DEFAULT)
        ? place
        : place + " (namespace " + route.namespace().name() + ")";
  }

  /** The same bus, entered with {@code secret}. */
  public BusAddress withPassword(Optional<Secret> secret) {
    return new BusAddress(host, port, db, username, secret, tls, route);
  }

  /** The same bus, entered as {@code user} with {@code secret}. */
  public BusAddress enteredBy(String user, Secret secret) {
    return new BusAddress(host, port, db, Optional.of(user), Optional.of(secret), tls, route);
  }

  /** The same Redis, found and shared in another way. */
  public BusAddress withRoute(BusRoute other) {
    return new BusAddress(host, port, db, username, password, tls, other);
  }

  /** Whether everybody who is asked is this machine, as far as names tell without looking up. */
  public boolean isHere() {
    return route.sentinels().map(BusRoute.Sentinels::nodes).stream()
            .flatMap(List::stream)
            .map(BusRoute.Node::host)
            .allMatch(BusAddress::isLoopback)
        && isLoopback(host);
  }

  /** Whether {@code name} is this machine, told without looking it up. */
  public static boolean isLoopback(String name) {
    return LOOPBACK.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /**
   * This address, when nobody on the way can read along, or somebody has said that this is safe.
   *
   * @throws ConfigException when plain text would leave this machine
   */
  public BusAddress requireProtected() {
    if (tls.isEmpty() && !route.insecure() && !isHere()) {
      throw new ConfigException(
          "the bus at "
              + display()
              + " is on another machine and TLS is off: everybody on the way could read and change"
              + " messages; connect over TLS, or pass --insecure where the way itself is safe");
    }
    return this;
  }
}
