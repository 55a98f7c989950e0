package aether.web;

import java.util.HashMap;
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
 * @param secure whether it speaks HTTPS
 */
public record LoopbackSite(int port, Set<String> others, boolean secure) {
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
  private static final int HTTPS = 443;

  public LoopbackSite {
    others = Set.copyOf(others);
  }

  /** A site that is known on this machine alone, in the clear. */
  public LoopbackSite(int port) {
    this(port, Set.of(), false);
  }

  /**
   * The headers of an answer to a request for {@code host}. A name beyond this machine is to be
   * asked by HTTPS alone from now on; {@code localhost} is others' as well.
   */
  public Map<String, String> headers(Optional<String> host) {
    boolean beyond = host.map(LoopbackSite::lower).filter(others::contains).isPresent();
    if (!secure || !beyond) {
      return HEADERS;
    }
    Map<String, String> headers = new HashMap<>(HEADERS);
    headers.put("Strict-Transport-Security", "max-age=31536000");
    return headers;
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
      throw new Problem(403, "host '" + host.orElse("") + "' is not this server; use " + mine());
    }
    if (origin.filter(from -> !isMyOrigin(from)).isPresent()) {
      throw new Problem(403, "a page of '" + origin.get() + "' may not ask; open " + mine());
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
      throw new Problem(403, "a '" + fetchSite.get() + "' request is not answered; open " + mine());
    }
  }

  private String mine() {
    return scheme() + "127.0.0.1:" + port;
  }

  private String scheme() {
    return secure ? "https://" : "http://";
  }

  private boolean isMyOrigin(String origin) {
    return origin.startsWith(scheme()) && isMine(origin.substring(scheme().length()));
  }

  private boolean isMine(String authority) {
    String name = lower(authority);
    return NAMES.stream().anyMatch(mine -> name.equals(mine + ":" + port))
        || others.contains(name)
        || (port == usual() && NAMES.contains(name))
        || (port == usual() && others.contains(name + ":" + port));
  }

  /** The port that a browser leaves out. */
  private int usual() {
    return secure ? HTTPS : HTTP;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
