package aether.web;

import aether.bus.BusException;
import aether.terminal.Refusal;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinLogger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server of this machine: a gate before every route, every error as JSON, virtual threads. */
public final class LocalServer implements AutoCloseable {
  private static final int INTERNAL_ERROR = 500;

  private final Javalin server;

  private LocalServer(Javalin server) {
    this.server = server;
  }

  /**
   * A server that is not started.
   *
   * @param gate runs before everything else and lets a request in, or throws a {@link Problem}
   */
  public static Javalin create(Handler gate, Consumer<RoutesConfig> routes) {
    return Javalin.create(config -> {
      configure(config);
      config.routes.before(gate);
      routes.accept(config.routes);
      config.routes.exception(Problem.class, (e, ctx) -> fail(ctx, e));
      config.routes.exception(
          BusException.Denied.class, (e, ctx) -> fail(ctx, new Problem(403, message(e))));
      config.routes.exception(
          BusException.class, (e, ctx) -> fail(ctx, new Problem(503, message(e))));
      config.routes.exception(HttpResponseException.class, (e, ctx) -> fail(ctx, refused(e)));
      config.routes.exception(Exception.class, LocalServer::broken);
    });
  }

  /**
   * Starts to serve.
   *
   * @param port 0 for a free one
   * @throws Refusal when the port cannot be had
   */
  public static LocalServer start(Javalin server, String host, int port) {
    // A port that is taken is told in one line, not logged with a trace as well.
    JavalinLogger.enabled = false;
    try {
      return new LocalServer(server.start(host, port));
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

  /** Where it is found on this machine. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.port() + "/");
  }

  @Override
  public void close() {
    var _ = server.stop();
  }

  /** Answers with {@code json}. */
  public static void json(Context ctx, String json) {
    ctx.contentType("application/json").result(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.router.ignoreTrailingSlashes = false;
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
  }

  private static Problem refused(HttpResponseException e) {
    return new Problem(e.getStatus(), e.getStatus() == 404 ? "Not Found" : message(e));
  }

  private static void broken(Exception e, Context ctx) {
    logger().atError().addKeyValue("path", ctx.path()).setCause(e).log("request failed");
    fail(ctx, new Problem(INTERNAL_ERROR, "unexpected error; see the log of this server"));
  }

  private static void fail(Context ctx, Problem problem) {
    json(ctx.status(problem.status()), ProblemCodec.encode(problem));
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  /** Made when it is needed: the command decides about the log first. */
  private static Logger logger() {
    return LoggerFactory.getLogger(LocalServer.class);
  }
}
