package aether.operator;

import aether.bus.BusException;
import aether.desk.OperatorDesk;
import aether.terminal.Refusal;
import aether.web.LoopbackSite;
import aether.web.Problem;
import aether.web.ProblemCodec;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinLogger;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server: only this machine gets in, every answer is guarded, every error is JSON. */
final class OperatorPanel implements AutoCloseable {
  private static final int INTERNAL_ERROR = 500;

  private static final Set<String> OWN_PAGES = Set.of("same-origin", "none");

  private final Javalin server;
  private final Feed feed;

  private OperatorPanel(Javalin server, Feed feed) {
    this.server = server;
    this.feed = feed;
  }

  /**
   * Starts to serve.
   *
   * @param port 0 for a free one
   * @throws Refusal when the port cannot be had
   */
  static OperatorPanel start(
      OperatorDesk desk, Sight sight, BearerToken token, Host here, String host, int port) {
    Conversations conversations = new Conversations();
    Views views = new Views(sight, conversations, here);
    Doorkeeper door = new Doorkeeper(token, desk, desk.clock());
    Feed feed = Feed.start(sight.records().events(), conversations, views::bodies);
    Routes routes =
        new Routes(door, desk, sight, here, new Routes.Watching(feed, conversations, views));
    try {
      return new OperatorPanel(listening(routes, host, port), feed);
    } catch (RuntimeException e) {
      feed.close();
      throw e;
    }
  }

  private static Javalin listening(Routes routes, String host, int port) {
    Javalin server =
        Javalin.create(config -> {
          configure(config);
          config.routes.before(ctx -> admit(ctx, routes));
          routes.addTo(config.routes);
          config.routes.exception(Problem.class, (e, ctx) -> fail(ctx, e));
          config.routes.exception(
              BusException.class, (e, ctx) -> fail(ctx, new Problem(503, message(e))));
          config.routes.exception(HttpResponseException.class, (e, ctx) -> fail(ctx, refused(e)));
          config.routes.exception(Exception.class, OperatorPanel::broken);
        });
    // A port that is taken is told in one line, not logged with a trace as well.
    JavalinLogger.enabled = false;
    try {
      return server.start(host, port);
    } catch (JavalinBindException e) {
      throw Refusal.failed(
          "cannot listen on "
              + host
              + ":"
              + port
              + "; end what listens there, or choose another --port");
    } finally {
      JavalinLogger.enabled = true;
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.port() + "/");
  }

  @Override
  public void close() {
    feed.close();
    var _ = server.stop();
  }

  private static void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.router.ignoreTrailingSlashes = false;
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
  }

  private static void admit(Context ctx, Routes routes) {
    LoopbackSite.HEADERS.forEach(ctx::header);
    new LoopbackSite(ctx.req().getLocalPort())
        .admit(Optional.ofNullable(ctx.header("Host")), Optional.ofNullable(ctx.header("Origin")));
    Optional.ofNullable(ctx.header("Sec-Fetch-Site"))
        .filter(site -> !OWN_PAGES.contains(site))
        .ifPresent(site -> {
          throw new Problem(403, "a page of another site may not ask (" + site + ")");
        });
    routes
        .method(ctx.path())
        .filter(method -> !method.equals(ctx.req().getMethod()))
        .ifPresent(method -> {
          ctx.header("Allow", method);
          throw new Problem(405, "Method Not Allowed");
        });
  }

  private static Problem refused(HttpResponseException e) {
    return new Problem(e.getStatus(), e.getStatus() == 404 ? "Not Found" : message(e));
  }

  private static void broken(Exception e, Context ctx) {
    logger().atError().addKeyValue("path", ctx.path()).setCause(e).log("request failed");
    fail(ctx, new Problem(INTERNAL_ERROR, "unexpected error; see the log of this server"));
  }

  private static void fail(Context ctx, Problem problem) {
    Routes.json(ctx.status(problem.status()), ProblemCodec.encode(problem));
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  /** Made when it is needed: the command decides about the log first. */
  private static Logger logger() {
    return LoggerFactory.getLogger(OperatorPanel.class);
  }
}
