package aether.operator;

import static java.util.Map.entry;

import aether.web.LoopbackSite;
import aether.web.WebFile;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A file of the page. It holds no secret: whoever opens it is asked for the token.
 *
 * @param type its media type
 */
record Asset(String type, String content) {
  /** As any page's; and no script may make a part of the page, or a script, of a text. */
  private static final String POLICY =
      LoopbackSite.PAGE_POLICY + "; require-trusted-types-for 'script'";

  private static final String SCRIPT = "text/javascript";

  /** The page and what it loads, by path. */
  static final Map<String, Asset> ALL =
      Map.ofEntries(
          entry("/", own("index.html", "text/html")),
          entry("/assets/style.css", of("text/css", WebFile.shared("style.css"))),
          entry("/assets/icon.svg", of("image/svg+xml", WebFile.shared("icon.svg"))),
          entry("/assets/jump.js", of(SCRIPT, WebFile.shared("jump.js"))),
          entry("/assets/lib/lit-html.js", of(SCRIPT, WebFile.library("lit-html", "lit-html.js"))),
          entry("/assets/panel.css", own("panel.css", "text/css")),
          entry("/assets/main.js", own("main.js", SCRIPT)),
          entry("/assets/store.js", own("store.js", SCRIPT)),
          entry("/assets/views.js", own("views.js", SCRIPT)),
          entry("/assets/confirm.js", own("confirm.js", SCRIPT)),
          entry("/assets/words.js", own("words.js", SCRIPT)));

  void answer(Context ctx) {
    ctx.header("Content-Security-Policy", POLICY);
    ctx.contentType(type + "; charset=utf-8").result(content.getBytes(StandardCharsets.UTF_8));
  }

  private static Asset of(String type, byte[] file) {
    return new Asset(type, new String(file, StandardCharsets.UTF_8));
  }

  private static Asset own(String name, String type) {
    return of(type, WebFile.read(Asset.class, "/aether/operator/web/" + name));
  }
}
