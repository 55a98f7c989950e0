package aether.testkit.browser;

import aether.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A real Chromium without a window, driven over its DevTools protocol. No driver is needed beside
 * it, and nothing is downloaded.
 */
public final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final int SECONDS = 30;

  static {
    // Read once by whichever class first makes a client; others here need it.
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
  }

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<BiConsumer<String, ObjectNode>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();

  private Browser(Process process, Path profile, URI address) {
    this.process = process;
    this.profile = profile;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, new Ear()).join();
  }

  /** Where it is installed; empty when it is not. */
  public static Optional<Path> binary() {
    Stream<String> named = Optional.ofNullable(System.getenv("AETHER_CHROMIUM")).stream();
    Stream<String> found =
        Arrays.stream(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
            .flatMap(dir -> NAMES.stream().map(name -> dir + "/" + name));
    return Stream.concat(named, found).map(Path::of).filter(Files::isExecutable).findFirst();
  }

  /** Starts the one that is installed, with a profile of its own. */
  public static Browser start() {
    try {
      Path profile = Files.createTempDirectory("aether-browser-");
      Process process =
          new ProcessBuilder(
                  binary().orElseThrow().toString(),
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-quic",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-sync",
                  "--hide-scrollbars",
                  "--force-color-profile=srgb",
                  "--remote-debugging-port=0",
                  "--user-data-dir=" + profile,
                  "about:blank")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new Browser(process, profile, listening(process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI listening(Process process) throws IOException {
    BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
    String line = said.readLine();
    while (line != null && !line.startsWith("DevTools listening on ")) {
      line = said.readLine();
    }
    if (line == null) {
      throw new IllegalStateException("the browser ended before it listened");
    }
    Thread.ofVirtual().start(() -> said.lines().forEach(_ -> {}));
    return URI.create(line.substring("DevTools listening on ".length()).strip());
  }

  /** A new tab of {@code width} by {@code height} pixels. */
  public Tab tab(int width, int height) {
    String target =
        call("", "Target.createTarget", Map.of("url", "about:blank"))
            .path("targetId")
            .stringValue();
    String session =
        call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .path("sessionId")
            .stringValue();
    Tab tab = new Tab(this, target, session);
    listeners.add(tab::hear);
    tab.begin(width, height);
    return tab;
  }

  JsonNode call(String session, String method, Map<String, Object> params) {
    int id = ids.incrementAndGet();
    ObjectNode command = Json.object().put("id", id).put("method", method);
    command.set("params", Json.mapper().valueToTree(params));
    if (!session.isEmpty()) {
      command.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    synchronized (socket) {
      socket.sendText(Json.write(command), true).join();
    }
    JsonNode came = answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    if (came.has("error")) {
      throw new AssertionError(method + ": " + came.path("error"));
    }
    return came.path("result");
  }

  /** As {@link #call}, but waits for nothing: may be used where events are heard. */
  void tell(String session, String method, Map<String, Object> params) {
    Thread.ofVirtual().start(() -> call(session, method, params));
  }

  @Override
  public void close() {
    List<ProcessHandle> family = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      family.forEach(ProcessHandle::destroyForcibly);
      family.forEach(child -> child.onExit().join());
      try (Stream<Path> files = Files.walk(profile)) {
        files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Puts fragments together and hands out what they say. */
  private final class Ear implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        ObjectNode message = Json.readObject(text.toString()).orElseThrow();
        text.setLength(0);
        if (message.has("id")) {
          Optional.ofNullable(answers.remove(message.path("id").intValue()))
              .ifPresent(answer -> answer.complete(message));
        } else {
          List<BiConsumer<String, ObjectNode>> all = new ArrayList<>(listeners);
          all.forEach(l -> l.accept(message.path("sessionId").asString(""), message));
        }
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }
}
