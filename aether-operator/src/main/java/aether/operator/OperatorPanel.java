package aether.operator;

import aether.desk.OperatorDesk;
import aether.web.AccessToken;
import aether.web.Listening;
import aether.web.LocalServer;
import aether.web.LoopbackSite;
import aether.web.Problem;
import io.javalin.http.Context;
import java.net.URI;
import java.util.Optional;

/** The server: only who names it gets in, every answer is guarded, every error is JSON. */
final class OperatorPanel implements AutoCloseable {
  private final LocalServer server;
  private final Feed feed;

  private OperatorPanel(LocalServer server, Feed feed) {
    this.server = server;
    this.feed = feed;
  }

  /**
   * Starts to serve.
   *
   * @throws aether.terminal.Refusal when the port cannot be had
   */
  static OperatorPanel start(
      OperatorDesk desk, Sight sight, AccessToken token, Host here, Listening where) {
    Conversations conversations = new Conversations();
    Views views = new Views(sight, conversations, here);
    Doorkeeper door = new Doorkeeper(token, desk, desk.clock());
    Feed feed = Feed.start(sight.records().events(), conversations, views::bodies);
    Routes routes =
        new Routes(door, desk, sight, here, new Routes.Watching(feed, conversations, views));
    try {
      LocalServer server =
          LocalServer.start(
              LocalServer.create(ctx -> admit(ctx, routes, where), routes::addTo, where), where);
      return new OperatorPanel(server, feed);
    } catch (RuntimeException e) {
      feed.close();
      throw e;
    }
  }

  URI address() {
    return server.address();
  }

  @Override
  public void close() {
    feed.close();
    server.close();
  }

  private static void admit(Context ctx, Routes routes, Listening where) {
    LoopbackSite site =
        new LoopbackSite(ctx.req().getLocalPort(), where.names(), ctx.req().isSecure());
    Optional<String> host = Optional.ofNullable(ctx.header("Host"));
    site.headers(host).forEach(ctx::header);
    site.admit(host, Optional.ofNullable(ctx.header("Origin")));
    if (!ctx.path().equals("/")) {
      site.admitFetch(Optional.ofNullable(ctx.header("Sec-Fetch-Site")));
    }
    routes
        .method(ctx.path())
        .filter(method -> !method.equals(ctx.req().getMethod()))
        .ifPresent(method -> {
          ctx.header("Allow", method);
          throw new Problem(405, "Method Not Allowed");
        });
  }
}
