package aether.testkit.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One page in a browser, and everything it complained about. */
public final class Tab implements AutoCloseable {
  private final Browser browser;
  private final String target;
  private final String session;

  /** Errors, refused loads, broken policies and dialogs, in the browser's words. */
  public final List<String> complaints = new CopyOnWriteArrayList<>();

  Tab(Browser browser, String target, String session) {
    this.browser = browser;
    this.target = target;
    this.session = session;
  }

  void begin(int width, int height) {
    for (String domain : List.of("Page", "Runtime", "Log", "Audits")) {
      call(domain + ".enable", Map.of());
    }
    call("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
    size(width, height);
  }

  public void size(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  /** Emulates what the user prefers, e.g. {@code prefers-color-scheme: light}. */
  public void prefers(String feature, String value) {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", feature, "value", value))));
  }

  /** Opens {@code address} and waits until {@code ready} is true there. */
  public void open(String address, String ready) {
    call("Page.navigate", Map.of("url", address));
    await(ready);
  }

  /** The value of {@code script}; a promise is awaited. */
  public JsonNode run(String script) {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(script + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** Waits until {@code condition} is true in the page. */
  public void await(String condition) {
    long limit = System.nanoTime() + 20_000_000_000L;
    while (System.nanoTime() < limit) {
      try {
        boolean met =
            run("new Promise(done => { const ends = performance.now() + 2000;"
                    + " const look = () => { let met = false; try { met = !!("
                    + condition
                    + "); } catch { met = false; }"
                    + " if (met || performance.now() > ends) done(met); else setTimeout(look, 15); };"
                    + " look(); })")
                .booleanValue();
        if (met) {
          return;
        }
      } catch (AssertionError e) {
        // The page was left while it was asked.
      }
    }
    throw new AssertionError(
        "never true: "
            + condition
            + "; the page says "
            + run("document.body.innerText").asString("").lines().limit(30).toList()
            + " and complains "
            + complaints);
  }

  /** Presses a key, as {@code Tab}, {@code Enter}, {@code k}, with the modifiers' sum. */
  public void press(String key, int modifiers) {
    Map<String, Object> event = new HashMap<>();
    event.put("key", key);
    event.put("modifiers", modifiers);
    event.put("windowsVirtualKeyCode", code(key));
    if (key.length() == 1 && modifiers == 0) {
      event.put("text", key);
    }
    if (key.equals("Enter")) {
      event.put("text", "\r");
    }
    event.put("type", "keyDown");
    call("Input.dispatchKeyEvent", event);
    event.remove("text");
    event.put("type", "keyUp");
    call("Input.dispatchKeyEvent", event);
  }

  public void press(String key) {
    press(key, 0);
  }

  public void type(String text) {
    call("Input.insertText", Map.of("text", text));
  }

  /** Saves what is seen as a PNG. */
  public void shoot(Path file) {
    String data =
        call("Page.captureScreenshot", Map.of("format", "png")).path("data").stringValue();
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, Base64.getDecoder().decode(data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    browser.call("", "Target.closeTarget", Map.of("targetId", target));
  }

  void hear(String from, ObjectNode event) {
    if (!from.equals(session)) {
      return;
    }
    JsonNode params = event.path("params");
    switch (event.path("method").asString("")) {
      case "Page.javascriptDialogOpening" -> {
        complaints.add("dialog: " + params.path("message"));
        browser.tell(session, "Page.handleJavaScriptDialog", Map.of("accept", false));
      }
      case "Log.entryAdded" -> complaints.add("log: " + params.path("entry").path("text"));
      case "Runtime.exceptionThrown" ->
          complaints.add(
              "exception: "
                  + params.path("exceptionDetails").path("exception").path("description"));
      case "Audits.issueAdded" -> {
        String code = params.path("issue").path("code").asString("");
        if (code.startsWith("ContentSecurityPolicy")) {
          complaints.add("policy: " + params.path("issue").path("details"));
        }
      }
      default -> {}
    }
  }

  private JsonNode call(String method, Map<String, Object> params) {
    return browser.call(session, method, params);
  }

  private static int code(String key) {
    return switch (key) {
      case "Tab" -> 9;
      case "Enter" -> 13;
      case "Escape" -> 27;
      case " " -> 32;
      case "ArrowLeft" -> 37;
      case "ArrowUp" -> 38;
      case "ArrowRight" -> 39;
      case "ArrowDown" -> 40;
      case "/" -> 191;
      case "?" -> 191;
      default -> key.toUpperCase(java.util.Locale.ROOT).charAt(0);
    };
  }
}
