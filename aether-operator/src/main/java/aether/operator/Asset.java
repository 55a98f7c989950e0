package aether.operator;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;

/**
 * A file of the page. It holds no secret: whoever opens it is asked for the token.
 *
 * @param type its media type
 */
record Asset(String type, byte[] content) {
  /** Everything comes from here; nothing is inline. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'";

  /** The page and what it loads, by path. */
  static final Map<String, Asset> ALL =
      Map.of(
          "/", load("panel.html", "text/html"),
          "/panel.css", load("panel.css", "text/css"),
          "/panel.js", load("panel.js", "text/javascript"),
          "/words.js", load("words.js", "text/javascript"));

  void answer(Context ctx) {
    ctx.header("Content-Security-Policy", POLICY);
    ctx.contentType(type + "; charset=utf-8").result(content);
  }

  private static Asset load(String name, String type) {
    try (InputStream file = Objects.requireNonNull(Asset.class.getResourceAsStream(name), name)) {
      return new Asset(type, file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
