package aether.operator;

import aether.bus.BusException;
import aether.desk.OperatorDesk;
import aether.message.ProjectId;
import aether.web.LocalServer;
import aether.web.Problem;
import aether.web.Problem.Place;
import aether.wire.Fields;
import aether.wire.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What the panel answers (CONTRACT §9). Everything but the page and {@code /health} is guarded. */
final class Routes {
  /** No order needs more. */
  static final int LARGEST_BODY = 64 * 1024;

  private static final String JSON = "application/json";
  private static final String PREVIEW = "/preview";
  private static final String STREAM = "/api/stream";
  private static final int USUAL_PAGE = 50;
  private static final int LARGEST_PAGE = 500;

  private final Doorkeeper door;
  private final OperatorDesk desk;
  private final Feed feed;
  private final Map<String, Function<Order, Reply>> orders = new TreeMap<>();
  private final Map<String, Function<Context, JsonNode>> looks = new TreeMap<>();
  private final Map<String, Asset> open = new TreeMap<>(Asset.ALL);

  Routes(Doorkeeper door, OperatorDesk desk, Sight sight, Host host, Watching watching) {
    this.door = door;
    this.desk = desk;
    this.feed = watching.feed();
    Post post = new Post(desk, sight, host);
    orders.putAll(new Actions(desk, watching.conversations()::open).byPath());
    orders.putAll(new Letters(desk, sight, host).byPath());
    orders.putAll(post.byPath());
    orders.put(PREVIEW, post::preview);
    Views views = watching.views();
    looks.put("/api/bodies", _ -> views.bodies());
    looks.put("/api/conversations", ctx -> views.conversations(place(ctx, "before"), count(ctx)));
    looks.put("/api/answers", _ -> views.answers());
    looks.put("/api/approvals", _ -> views.approvals());
    looks.put("/api/dead", ctx -> views.dead(project(ctx)));
    looks.put("/api/budgets", _ -> views.budgets());
    looks.put("/api/audit", ctx -> views.audit(place(ctx, "after"), count(ctx)));
    looks.put("/api/audit/verify", _ -> views.verdict());
  }

  /** What follows the bus for as long as the panel is open. */
  record Watching(Feed feed, Conversations conversations, Views views) {}

  void addTo(RoutesConfig routes) {
    routes.get(
        "/health",
        ctx ->
            LocalServer.json(
                ctx, Json.write(Json.object().put("ok", true).put("service", "operator"))));
    open.forEach((path, asset) -> routes.get(path, asset::answer));
    looks.forEach((path, look) ->
        routes.get(
            path,
            ctx -> {
              door.admit(ctx);
              LocalServer.json(ctx, Json.write(look.apply(ctx)));
            }));
    routes.get(STREAM, this::stream);
    orders.forEach((path, act) -> routes.post(path, ctx -> carryOut(path, act, ctx)));
  }

  /** The one method with which a path may be asked; empty for a path that does not exist. */
  Optional<String> method(String path) {
    if (orders.containsKey(path)) {
      return Optional.of("POST");
    }
    boolean readable =
        looks.containsKey(path)
            || open.containsKey(path)
            || path.equals(STREAM)
            || path.equals("/health");
    return readable ? Optional.of("GET") : Optional.empty();
  }

  private void carryOut(String path, Function<Order, Reply> act, Context ctx) throws IOException {
    door.admit(ctx);
    Order order = new Order(new Fields(Json.object()));
    try {
      order = new Order(body(ctx));
      Reply reply = act.apply(order);
      LocalServer.json(ctx.status(reply.status()), Json.write(reply.body()));
    } catch (Problem e) {
      if (!path.equals(PREVIEW)) {
        desk.refused(
            path.substring(1),
            order.namedConversation(),
            order.namedProject(),
            e.status() + " " + e.getMessage());
      }
      throw e;
    } catch (BusException.Denied e) {
      desk.denied(path.substring(1), order.namedConversation(), order.namedProject(), e);
      throw e;
    }
  }

  private void stream(Context ctx) throws IOException {
    door.admit(ctx);
    ctx.res().setContentType("text/event-stream");
    ctx.res().setCharacterEncoding("UTF-8");
    Listener listener = feed.listen();
    try {
      listener.writeTo(ctx.res().getOutputStream());
    } finally {
      feed.leave(listener);
    }
  }

  private static Fields body(Context ctx) throws IOException {
    if (!isJson(Optional.ofNullable(ctx.contentType()))) {
      throw new Problem(415, "the body must be JSON; send Content-Type: " + JSON);
    }
    byte[] bytes = ctx.req().getInputStream().readNBytes(LARGEST_BODY + 1);
    if (bytes.length > LARGEST_BODY) {
      throw new Problem(413, "the body is longer than " + LARGEST_BODY + " bytes");
    }
    return Json.readObject(new String(bytes, StandardCharsets.UTF_8))
        .map(Fields::new)
        .orElseThrow(() -> new Problem(422, "the body is no JSON object"));
  }

  private static boolean isJson(Optional<String> contentType) {
    return contentType
        .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter(JSON::equals)
        .isPresent();
  }

  private static Optional<ProjectId> project(Context ctx) {
    return Optional.ofNullable(ctx.queryParam(Order.PROJECT))
        .map(text ->
            ProjectId.parse(text)
                .orElseThrow(() -> unusable(Order.PROJECT, text, ProjectId.SPELLING)));
  }

  private static Optional<String> place(Context ctx, String name) {
    Optional<String> place = Optional.ofNullable(ctx.queryParam(name));
    place
        .filter(text -> !text.matches("\\d{1,18}-\\d{1,18}"))
        .ifPresent(text -> {
          throw unusable(name, text, "a place that was given out");
        });
    return place;
  }

  private static int count(Context ctx) {
    String text = Optional.ofNullable(ctx.queryParam("limit")).orElse("" + USUAL_PAGE);
    if (!text.matches("[1-9]\\d{0,2}") || Integer.parseInt(text) > LARGEST_PAGE) {
      throw unusable("limit", text, "a number from 1 to " + LARGEST_PAGE);
    }
    return Integer.parseInt(text);
  }

  private static Problem unusable(String field, String text, String wanted) {
    return Problem.unusable(Place.QUERY, field, "'" + text + "' cannot be used; give " + wanted);
  }
}
