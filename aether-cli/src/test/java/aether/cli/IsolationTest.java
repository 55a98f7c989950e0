package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.testkit.Http;
import aether.testkit.RedisServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Stargazer stays read-only while the operator's panel runs beside it. */
class IsolationTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private static final String TOKEN = "0123456789abcdef";
  private static final Set<String> WRITES =
      Set.of("xadd", "xdel", "xtrim", "set", "del", "hset", "hdel", "expire", "incr", "exec");

  private final Served served = new Served();
  private @TempDir Path home;
  private Http panel;
  private Http stargazer;

  @BeforeEach
  void both() throws Exception {
    panel = serving("operator", "--port", "0");
    stargazer = serving("stargazer", "--port", "0");
  }

  @AfterEach
  void end() throws InterruptedException {
    served.end();
  }

  @Test
  void everything_stargazer_tells_is_told_without_a_write_while_the_panel_runs() {
    assertThat(order("/pause", "{\"conversation_id\": \"c\"}").status()).isEqualTo(200);
    REDIS.call("CONFIG", "RESETSTAT");
    for (String path :
        List.of(
            "/",
            "/api/health",
            "/api/recent",
            "/api/timeline",
            "/api/constellation",
            "/api/extinction",
            "/api/telescope",
            "/api/operator_log")) {
      assertThat(stargazer.get(path).status()).as(path).isEqualTo(200);
    }
    assertThat(commands()).isNotEmpty().doesNotContainAnyElementsOf(WRITES);
    assertThat(stargazer.get("/api/operator_log").body()).contains("pause");
  }

  @Test
  void nothing_the_panel_obeys_is_obeyed_by_stargazer() {
    Map<String, String> headers =
        Map.of("Authorization", "Bearer " + TOKEN, "Content-Type", "application/json");
    for (String path : List.of("/pause", "/kill_project", "/inject", "/approve", "/unregister")) {
      for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
        assertThat(stargazer.send(method, path, headers, "{}").status()).isEqualTo(405);
      }
      assertThat(stargazer.send("GET", path, headers, "").status()).isEqualTo(404);
    }
    assertThat(REDIS.call("EXISTS", "aether:events", "aether:audit")).isEqualTo(0L);
  }

  private Http.Answer order(String path, String body) {
    return panel.send(
        "POST",
        path,
        Map.of("Authorization", "Bearer " + TOKEN, "Content-Type", "application/json"),
        body);
  }

  private Http serving(String... args) throws Exception {
    return new Http(
        served.start(new Desktop(home).on(REDIS).with("AETHER_OPERATOR_TOKEN", TOKEN), args));
  }

  private static List<String> commands() {
    return Pattern.compile("cmdstat_([a-z|]+):")
        .matcher(String.valueOf(REDIS.call("INFO", "commandstats")))
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}
