package aether.operator;

import aether.bus.write.ControlSwitch;
import aether.message.ProjectId;
import aether.web.AccessToken;
import aether.web.LocalServer;
import aether.web.Problem;
import aether.wire.Fields;
import aether.wire.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** What the panel answers (CONTRACT §9). Everything but {@code /health} needs the token. */
final class Routes {
  /** No action needs more than two ids. */
  static final int LARGEST_BODY = 64 * 1024;

  private static final String HEALTH = "/health";
  private static final String JSON = "application/json";

  private final AccessToken token;
  private final Map<String, Function<Fields, ObjectNode>> actions;

  Routes(ControlSwitch controls, AccessToken token) {
    this.token = token;
    this.actions = new Actions(controls, ProjectId.OPERATOR.value()).byPath();
  }

  void addTo(RoutesConfig routes) {
    routes.get(
        HEALTH,
        ctx ->
            LocalServer.json(
                ctx, Json.write(Json.object().put("ok", true).put("service", "operator"))));
    actions.forEach((path, action) ->
        routes.post(path, ctx -> LocalServer.json(ctx, Json.write(action.apply(body(ctx))))));
  }

  /** The one method with which a path may be asked; empty for a path that does not exist. */
  Optional<String> method(String path) {
    return path.equals(HEALTH)
        ? Optional.of("GET")
        : Optional.of("POST").filter(_ -> actions.containsKey(path));
  }

  /** The fields of the body of a request that may act. */
  private Fields body(Context ctx) throws IOException {
    if (!token.isShownBy(Optional.ofNullable(ctx.header("Authorization")))) {
      ctx.header("WWW-Authenticate", "Bearer");
      throw new Problem(401, "missing or invalid operator token");
    }
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
}
