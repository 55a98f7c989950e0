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
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of this machine: a gate before every route, every error as JSON, virtual threads; HTTPS
 * where it has a certificate.
 */
public final class LocalServer implements AutoCloseable {
  private static final int INTERNAL_ERROR = 500;

  private final Javalin server;
  private final Listening where;

  private LocalServer(Javalin server, Listening where) {
    this.server = server;
    this.where = where;
  }

  /**
   * A server that is not started.
   *
   * @param gate runs before everything else and lets a request in, or throws a {@link Problem}
   */
  public static Javalin create(Handler gate, Consumer<RoutesConfig> routes, Listening where) {
    return Javalin.create(config -> {
      configure(config);
      where
          .certificate()
          .ifPresent(
              own -> config.jetty.addConnector((jetty, http) -> secure(jetty, http, own, where)));
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
   * @param server made for the same place
   * @throws Refusal when the port cannot be had
   */
  public static LocalServer start(Javalin server, Listening where) {
    // A port that is taken is told in one line, not logged with a trace as well.
    JavalinLogger.enabled = false;
    try {
      return new LocalServer(server.start(where.host(), where.port()), where);
    } catch (JavalinBindException e) {
      throw Refusal.failed(
          "cannot listen on "
              + where.host()
              + ":"
              + where.port()
              + "; end what listens there, or choose another --port");
    } finally {
      JavalinLogger.enabled = true;
    }
  }

  /** Where it is found on this machine. */
  public URI address() {
    return URI.create(where.site(server.port()));
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

  private static Connector secure(
      Server jetty, HttpConfiguration http, ServerCertificate own, Listening where) {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStore(own.store());
    tls.setKeyStorePassword("");
    tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    HttpConfiguration secured = new HttpConfiguration(http);
    secured.addCustomizer(new SecureRequestCustomizer(false));
    ServerConnector connector =
        new ServerConnector(
            jetty,
            new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
            new HttpConnectionFactory(secured));
    connector.setHost(where.host());
    connector.setPort(where.port());
    return connector;
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
