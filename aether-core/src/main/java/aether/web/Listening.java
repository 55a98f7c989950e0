package aether.web;

import java.util.Optional;
import java.util.Set;

/**
 * Where a server listens.
 *
 * @param host a name or an address of this machine
 * @param port 0 for a free one
 * @param names further values of the {@code Host} header, each with its port
 * @param certificate what it shows; empty: it speaks HTTP in the clear
 */
public record Listening(
    String host, int port, Set<String> names, Optional<ServerCertificate> certificate) {
  private static final Set<String> ANY = Set.of("0.0.0.0", "::", "[::]");

  public Listening {
    names = Set.copyOf(names);
  }

  /** On this machine alone. */
  public static Listening here(int port) {
    return new Listening("127.0.0.1", port, Set.of(), Optional.empty());
  }

  public boolean isLoopback() {
    return LoopbackSite.isLoopback(host);
  }

  /** The address under which this machine finds it. */
  String site(int actualPort) {
    String name = ANY.contains(host) ? "127.0.0.1" : host;
    return (certificate.isPresent() ? "https://" : "http://")
        + (name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name)
        + ":"
        + actualPort
        + "/";
  }
}
