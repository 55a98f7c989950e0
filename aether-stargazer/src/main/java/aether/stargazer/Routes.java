package aether.stargazer;

import aether.bus.BusException;
import aether.message.ConversationId;
import aether.web.LocalServer;
import aether.wire.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What can be fetched (CONTRACT §10, and what the page needs beyond it). All of it is GET. */
final class Routes {
  private final Views views;
  private final Sky sky;
  private final Roll roll;
  private final EventHub hub;
  private final Telemetry telemetry;

  Routes(Views views, Sky sky, Roll roll, EventHub hub, Telemetry telemetry) {
    this.views = views;
    this.sky = sky;
    this.roll = roll;
    this.hub = hub;
    this.telemetry = telemetry;
  }

  void addTo(RoutesConfig routes) {
    Assets.addTo(routes);
    routes.get("/stream", hub::records);
    routes.get("/api/health", this::health);
    get(routes, "/api/recent", query -> views.recent(query.window()));
    get(routes, "/api/timeline", query -> views.timeline(query.conversation()));
    get(routes, "/api/constellation", _ -> views.constellation());
    get(routes, "/api/extinction", _ -> views.extinctions());
    get(routes, "/api/telescope", query -> views.telescope(query.conversation()));
    get(routes, "/api/operator_log", _ -> views.operatorLog());
    get(routes, "/api/conversations", query -> sky.conversations(query.filter()));
    get(routes, "/api/conversations/{id}", query -> sky.conversation(query.named()));
    get(routes, "/api/bodies", _ -> roll.bodies());
    get(routes, "/api/turns", query -> sky.turns(query.until()));
    get(routes, "/api/search", query -> sky.search(query.search()));
    routes.get("/api/history", ctx -> LocalServer.json(ctx, sky.history()));
    routes.get("/api/live", hub::views);
    routes.get("/api/export/{id}", this::export);
    routes.get(
        "/metrics",
        ctx -> text(ctx, "text/plain; version=0.0.4; charset=utf-8", telemetry.scrape()));
  }

  private static void get(RoutesConfig routes, String path, Function<Query, JsonNode> answer) {
    routes.get(path, ctx -> LocalServer.json(ctx, Json.write(answer.apply(new Query(ctx)))));
  }

  private void health(Context ctx) {
    try {
      views.probe();
      LocalServer.json(ctx, Json.write(Json.object().put("ok", true).put("readonly", true)));
    } catch (BusException e) {
      LocalServer.json(
          ctx.status(503),
          Json.write(
              Json.object().put("ok", false).put("readonly", true).put("detail", e.getMessage())));
    }
  }

  private void export(Context ctx) {
    Query query = new Query(ctx);
    ConversationId id = query.named();
    boolean markdown = query.markdown();
    String content = markdown ? sky.markdown(id) : sky.jsonLines(id);
    String name = id.value().replaceAll("[^A-Za-z0-9_-]+", "_");
    ctx.header(
        "Content-Disposition",
        "attachment; filename=\"" + name + (markdown ? ".md" : ".jsonl") + "\"");
    text(
        ctx,
        markdown ? "text/markdown; charset=utf-8" : "application/x-ndjson; charset=utf-8",
        content);
  }

  private static void text(Context ctx, String type, String content) {
    ctx.contentType(type).result(content.getBytes(StandardCharsets.UTF_8));
  }
}
