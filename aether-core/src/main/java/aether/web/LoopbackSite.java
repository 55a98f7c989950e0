package aether.web;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A site that only this machine is to see: a page of another site, or a name that was made to
 * resolve to this machine, gets no answer.
 *
 * @param port where it listens
 * @param others names, each with its port, under which it is known beyond this machine
 */
public record LoopbackSite(int port, Set<String> others) {
  /** Headers of every answer: nothing is loaded, framed, cached or guessed. */
  public static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cache-Control",
          "no-store");

  /** The policy of a page and its files: they load each other and nothing else, nothing inline. */
  public static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Set<String> OWN_FETCHES = Set.of("same-origin", "none");
  private static final int HTTP = 80;

  public LoopbackSite {
    others = Set.copyOf(others);
  }

  /** A site that is known on this machine alone. */
  public LoopbackSite(int port) {
    this(port, Set.of());
  }

  /** Whether {@code host}, as a user types it, is this machine and nothing else. */
  public static boolean isLoopback(String host) {
    return NAMES.contains(host) || host.equals("::1");
  }

  /**
   * Lets a request in.
   *
   * @param host its {@code Host} header
   * @param origin its {@code Origin} header; only a page's requests have one
   * @throws Problem 403 when it is meant for, or comes from, another site
   */
  public void admit(Optional<String> host, Optional<String> origin) {
    if (host.filter(this::isMine).isEmpty()) {
      throw new Problem(
          403, "host '" + host.orElse("") + "' is not this server; use http://127.0.0.1:" + port);
    }
    if (origin.filter(from -> !isMyOrigin(from)).isPresent()) {
      throw new Problem(
          403, "a page of '" + origin.get() + "' may not ask; open http://127.0.0.1:" + port);
    }
  }

  /**
   * Lets a request in that no page of another site has made.
   *
   * @param fetchSite its {@code Sec-Fetch-Site} header, which a browser sets
   * @throws Problem 403 when another site asks
   */
  public void admitFetch(Optional<String> fetchSite) {
    if (fetchSite.filter(site -> !OWN_FETCHES.contains(site)).isPresent()) {
      throw new Problem(
          403,
          "a '" + fetchSite.get() + "' request is not answered; open http://127.0.0.1:" + port);
    }
  }

  private boolean isMyOrigin(String origin) {
    return origin.startsWith("http://") && isMine(origin.substring("http://".length()));
  }

  private boolean isMine(String authority) {
    String name = authority.toLowerCase(Locale.ROOT);
    return NAMES.stream().anyMatch(mine -> name.equals(mine + ":" + port))
        || others.contains(name)
        || (port == HTTP && NAMES.contains(name));
  }
}
