package aether.testkit;

import aether.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A client of a server on this machine that may send any method, any header, any body. */
public final class Http {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  static {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
  }

  private final URI site;
  private final HttpClient client = HttpClient.newHttpClient();

  public Http(URI site) {
    this.site = site;
  }

  /** What came back. */
  public record Answer(int status, HttpResponse<String> response) {
    public String body() {
      return response.body();
    }

    public Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    /** The body as JSON. */
    public JsonNode json() {
      return Json.read(body()).orElseThrow(() -> new AssertionError("no JSON: " + body()));
    }
  }

  public Answer get(String path) {
    return send("GET", path, Map.of(), "");
  }

  public Answer send(String method, String path, Map<String, String> headers, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(site.resolve(path))
            .timeout(LIMIT)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
