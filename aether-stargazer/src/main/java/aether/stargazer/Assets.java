package aether.stargazer;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

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
    add(routes, "/assets/style.css", STYLE, own("style.css"));
    add(routes, "/assets/icon.svg", "image/svg+xml", own("icon.svg"));
    MODULES.forEach(name -> add(routes, "/assets/" + name + ".js", SCRIPT, own(name + ".js")));
    add(routes, "/assets/lib/d3.js", SCRIPT, library("d3", "dist/d3.min.js"));
    add(routes, "/assets/lib/lit-html.js", SCRIPT, library("lit-html", "lit-html.js"));
  }

  private static void add(RoutesConfig routes, String path, String type, byte[] content) {
    routes.get(path, ctx -> send(ctx, type, content));
  }

  private static void send(Context ctx, String type, byte[] content) {
    ctx.contentType(type).result(content);
  }

  private static byte[] own(String name) {
    return read("/aether/stargazer/web/" + name);
  }

  /** A file of the script library that Maven Central carries under this name. */
  private static byte[] library(String name, String file) {
    Properties of = new Properties();
    String about = "/META-INF/maven/org.webjars.npm/" + name + "/pom.properties";
    try (InputStream in = open(about)) {
      of.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read(
        "/META-INF/resources/webjars/" + name + "/" + of.getProperty("version") + "/" + file);
  }

  private static byte[] read(String resource) {
    try (InputStream in = open(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) {
    InputStream in = Assets.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException("this jar lacks " + resource + "; build it again");
    }
    return in;
  }
}
