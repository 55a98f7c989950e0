package aether.stargazer;

import aether.web.AccessToken;
import aether.web.LoopbackSite;
import aether.web.Problem;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;

/**
 * Who gets in: whoever names this server, comes from no other site, and shows the token where one
 * is set. Everything is read with GET.
 *
 * @param names further values of the {@code Host} header, each with its port
 * @param token what a reader must show, as a bearer or as the password of a browser's own dialog
 */
record Door(Set<String> names, Optional<AccessToken> token) {
  /** The door of a server that only this machine reaches. */
  static final Door LOOPBACK = new Door(Set.of(), Optional.empty());

  Door {
    names = Set.copyOf(names);
  }

  void admit(Context ctx) {
    LoopbackSite site = new LoopbackSite(ctx.req().getLocalPort(), names, ctx.req().isSecure());
    site.headers(header(ctx, "Host")).forEach(ctx::header);
    ctx.header("Content-Security-Policy", LoopbackSite.PAGE_POLICY);
    site.admit(header(ctx, "Host"), header(ctx, "Origin"));
    if (!opensThePage(ctx)) {
      site.admitFetch(header(ctx, "Sec-Fetch-Site"));
    }
    Optional<String> authorization = header(ctx, "Authorization");
    if (token
        .filter(t -> !t.isShownBy(authorization) && !t.isPasswordOf(authorization))
        .isPresent()) {
      ctx.header("WWW-Authenticate", "Basic realm=\"Stargazer\", charset=\"UTF-8\"");
      throw new Problem(
          401, "missing or invalid token; give AETHER_STARGAZER_TOKEN as the password");
    }
    if (!ctx.req().getMethod().equals("GET")) {
      ctx.header("Allow", "GET");
      throw new Problem(405, "Method Not Allowed");
    }
  }

  /** A link that somebody follows; the page is opened in a window of its own. */
  private static boolean opensThePage(Context ctx) {
    return ctx.path().equals("/")
        && header(ctx, "Sec-Fetch-Mode").equals(Optional.of("navigate"))
        && header(ctx, "Sec-Fetch-Dest").equals(Optional.of("document"));
  }

  private static Optional<String> header(Context ctx, String name) {
    return Optional.ofNullable(ctx.header(name));
  }
}
