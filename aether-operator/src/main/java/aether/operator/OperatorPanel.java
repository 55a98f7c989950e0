package aether.operator;

import aether.web.LocalServer;
import aether.web.LoopbackSite;
import aether.web.Problem;
import io.javalin.http.Context;
import java.net.URI;
import java.util.Optional;

/** The server: only this machine gets in, every answer is guarded, every error is JSON. */
final class OperatorPanel implements AutoCloseable {
  private final LocalServer server;

  private OperatorPanel(LocalServer server) {
    this.server = server;
  }

  /**
   * Starts to serve {@code routes}.
   *
   * @param port 0 for a free one
   * @throws aether.terminal.Refusal when the port cannot be had
   */
  static OperatorPanel start(Routes routes, String host, int port) {
    return new OperatorPanel(
        LocalServer.start(
            LocalServer.create(ctx -> admit(ctx, routes), routes::addTo), host, port));
  }

  URI address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
  }

  private static void admit(Context ctx, Routes routes) {
    LoopbackSite.HEADERS.forEach(ctx::header);
    new LoopbackSite(ctx.req().getLocalPort())
        .admit(Optional.ofNullable(ctx.header("Host")), Optional.ofNullable(ctx.header("Origin")));
    routes
        .method(ctx.path())
        .filter(method -> !method.equals(ctx.req().getMethod()))
        .ifPresent(method -> {
          ctx.header("Allow", method);
          throw new Problem(405, "Method Not Allowed");
        });
  }
}
