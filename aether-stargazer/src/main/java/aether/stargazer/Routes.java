package aether.stargazer;

import aether.bus.BusException;
import aether.message.ConversationId;
import aether.web.Problem;
import aether.web.Problem.Place;
import aether.wire.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What can be fetched (CONTRACT §10). All of it is GET. */
final class Routes {
  private static final int DEFAULT_WINDOW = 200;
  private static final int WIDEST_WINDOW = 1000;

  private final Views views;
  private final String index = index();

  Routes(Views views) {
    this.views = views;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/", ctx -> ctx.contentType("text/html; charset=utf-8").result(index));
    routes.get("/api/health", this::health);
    routes.get("/api/recent", ctx -> json(ctx, views.recent(window(ctx))));
    routes.get("/api/timeline", ctx -> json(ctx, views.timeline(conversation(ctx))));
    routes.get("/api/constellation", ctx -> json(ctx, views.constellation()));
    routes.get("/api/extinction", ctx -> json(ctx, views.extinctions()));
    routes.get("/api/telescope", ctx -> json(ctx, views.telescope(conversation(ctx))));
    routes.get("/api/operator_log", ctx -> json(ctx, views.operatorLog()));
  }

  private void health(Context ctx) {
    try {
      views.probe();
      json(ctx, Json.object().put("ok", true).put("readonly", true));
    } catch (BusException e) {
      json(
          ctx.status(503),
          Json.object().put("ok", false).put("readonly", true).put("detail", e.getMessage()));
    }
  }

  private static int window(Context ctx) {
    String text = ctx.queryParam("window");
    if (text == null) {
      return DEFAULT_WINDOW;
    }
    if (!text.matches("\\d{1,4}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > WIDEST_WINDOW) {
      throw Problem.unusable(
          Place.QUERY, "window", "'" + text + "' is no number from 1 to " + WIDEST_WINDOW);
    }
    return Integer.parseInt(text);
  }

  private static Optional<ConversationId> conversation(Context ctx) {
    try {
      return Optional.ofNullable(ctx.queryParam("conversation_id")).map(ConversationId::new);
    } catch (IllegalArgumentException e) {
      throw Problem.unusable(Place.QUERY, "conversation_id", String.valueOf(e.getMessage()));
    }
  }

  private static void json(Context ctx, JsonNode node) {
    json(ctx, Json.write(node));
  }

  static void json(Context ctx, String json) {
    ctx.contentType("application/json").result(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String index() {
    try (InputStream page =
        Objects.requireNonNull(Routes.class.getResourceAsStream("index.html"), "index.html")) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
