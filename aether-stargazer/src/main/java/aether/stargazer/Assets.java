package aether.stargazer;

import aether.web.WebFile;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** The page, its scripts and styles. They come from the jar, and nothing else can be fetched. */
final class Assets {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";

  /** The page's own modules. */
  static final List<String> MODULES =
      List.of(
          "main",
          "store",
          "words",
          "route",
          "parts",
          "layout",
          "map",
          "conversations",
          "conversation",
          "telescope",
          "extinctions",
          "scrub",
          "palette");

  private Assets() {}

  static void addTo(RoutesConfig routes) {
    add(routes, "/", HTML, own("index.html"));
    add(routes, "/assets/style.css", STYLE, WebFile.shared("style.css"));
    add(routes, "/assets/icon.svg", "image/svg+xml", WebFile.shared("icon.svg"));
    add(routes, "/assets/jump.js", SCRIPT, WebFile.shared("jump.js"));
    MODULES.forEach(name -> add(routes, "/assets/" + name + ".js", SCRIPT, own(name + ".js")));
    add(routes, "/assets/lib/d3.js", SCRIPT, WebFile.library("d3", "dist/d3.min.js"));
    add(routes, "/assets/lib/lit-html.js", SCRIPT, WebFile.library("lit-html", "lit-html.js"));
  }

  private static void add(RoutesConfig routes, String path, String type, byte[] content) {
    routes.get(path, ctx -> send(ctx, type, content));
  }

  private static void send(Context ctx, String type, byte[] content) {
    ctx.contentType(type).result(content);
  }

  private static byte[] own(String name) {
    return WebFile.read(Assets.class, "/aether/stargazer/web/" + name);
  }
}
