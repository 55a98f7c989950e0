package aether.stargazer;

import static org.assertj.core.api.Assertions.assertThat;

import aether.Vectors;
import aether.config.Account;
import aether.config.BusAddress;
import aether.redis.RedisObserver;
import aether.terminal.Surroundings;
import aether.testkit.Http;
import aether.testkit.Jvm;
import aether.testkit.RedisServer;
import aether.testkit.RequiresRedis7;
import aether.testkit.Terminal;
import aether.testkit.Users;
import aether.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

class StargazerOnRedisTest {
  @RegisterExtension static final RedisServer redis = RedisServer.start();

  /** What the first Aether answered to what this server answers as well. */
  static final List<JsonNode> ROWS =
      Vectors.load("http")
          .valueStream()
          .filter(row -> row.path("app").stringValue().equals("stargazer"))
          .filter(row -> !row.path("path").stringValue().equals("/openapi.json"))
          .toList();

  private RedisObserver observer = RedisObserver.connect(redis.as(new Account.Stargazer()));
  private Stargazer stargazer = Stagehand.serve(observer, 0);
  private final Http http = new Http(stargazer.address());

  @BeforeEach
  void tell_what_the_first_aether_recorded() {
    Vectors.events().forEach(data -> redis.call("XADD", "aether:events", "*", "data", data));
  }

  @AfterEach
  void stop() {
    stargazer.close();
    observer.close();
  }

  @ParameterizedTest
  @FieldSource("ROWS")
  void it_answers_as_the_first_aether_did(JsonNode row) {
    Http.Answer answer =
        http.send(row.path("method").stringValue(), row.path("path").stringValue(), Map.of(), "");
    // Where the first one fell over, the request is refused.
    assertThat(answer.status()).isEqualTo(row.path("status").intValue(422));
    JsonNode headers = row.path("headers");
    if (headers.has("allow")) {
      assertThat(answer.header("Allow")).contains(headers.path("allow").stringValue());
    }
    if (headers.has("content-type")) {
      assertThat(answer.header("Content-Type").orElseThrow().replace(" ", ""))
          .isEqualToIgnoringCase(headers.path("content-type").stringValue().replace(" ", ""));
    }
    String path = row.path("path").stringValue();
    if (path.startsWith("/api/telescope") || answer.status() == 405) {
      assertThat(answer.json()).isEqualTo(Json.read(row.path("body").stringValue()).orElseThrow());
    }
  }

  @Test
  void redis_sees_no_write_while_every_route_is_fetched() {
    redis.call("CONFIG", "RESETSTAT");
    for (String path : paths()) {
      assertThat(http.get(path).status()).as(path).isEqualTo(200);
    }
    List<String> commands =
        Pattern.compile("cmdstat_([a-z|]+):")
            .matcher(String.valueOf(redis.call("INFO", "commandstats")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(commands).contains("xrange", "hgetall").noneMatch(StargazerOnRedisTest::writes);
    assertThat(writes("xadd")).isTrue();
  }

  @RequiresRedis7
  @Test
  void what_waits_in_an_inbox_is_counted_and_not_guessed() {
    new Stagehand(redis).bodies(Instant.now());
    redis.call("XADD", "aether:inbox:payments", "*", "data", "one");
    redis.call("XADD", "aether:inbox:payments", "*", "data", "two");
    redis.call("SET", "aether:inbox:risk", "spoilt");
    BusAddress allowed = Stagehand.reader(redis, "(+xlen %R~aether:inbox:*)");
    try (RedisObserver eyes = RedisObserver.connect(allowed);
        Stargazer counting = Stagehand.serve(eyes, 0)) {
      Http asks = new Http(counting.address());
      assertThat(queued(asks, "payments")).isEqualTo(2);
      assertThat(queued(asks, "ledger")).isZero();
      assertThat(queued(asks, "risk")).isEqualTo(-1);
      assertThat(asks.get("/metrics").body())
          .contains("aether_queue_depth{body=\"payments\"} 2.0")
          .doesNotContain("aether_queue_depth{body=\"risk\"}");
    }
  }

  @RequiresRedis7
  @Test
  void who_may_not_look_into_the_inboxes_is_told_no_number() {
    new Stagehand(redis).bodies(Instant.now());
    redis.call("XADD", "aether:inbox:payments", "*", "data", "one");
    try (RedisObserver eyes = RedisObserver.connect(Stagehand.reader(redis));
        Stargazer narrow = Stagehand.serve(eyes, 0)) {
      Http asks = new Http(narrow.address());
      assertThat(queued(asks, "payments")).isEqualTo(-1);
      assertThat(asks.get("/metrics").body()).doesNotContain("aether_queue_depth{");
    }
  }

  private static int queued(Http stargazer, String body) {
    return stargazer
        .get("/api/bodies")
        .json()
        .valueStream()
        .filter(each -> each.path("id").asString("").equals(body))
        .findFirst()
        .orElseThrow()
        .path("queued")
        .asInt(-1);
  }

  @Test
  void a_host_open_to_others_is_refused(@TempDir Path home) {
    Terminal terminal = terminal(home);
    assertThat(terminal.run(StargazerOnRedisTest::command, "--host", "0.0.0.0")).isEqualTo(2);
    assertThat(terminal.err()).contains("0.0.0.0", "127.0.0.1").hasLineCount(1);
  }

  @Test
  void a_port_in_use_is_one_line(@TempDir Path home) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Terminal terminal = terminal(home);
      String port = String.valueOf(taken.getLocalPort());
      assertThat(terminal.run(StargazerOnRedisTest::command, "--port", port)).isEqualTo(1);
      assertThat(terminal.err()).contains(port, "--port").hasLineCount(1);
    }
  }

  @Test
  void ended_by_a_signal_it_ends_well(@TempDir Path home) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(Jvm.command(StargazerCommand.class.getName(), "--port", "0"));
    builder.environment().putAll(environment(home));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = Objects.requireNonNullElse(out.readLine(), "");
      URI address = URI.create(line.replaceFirst(".*(http://\\S+).*", "$1"));
      assertThat(new Http(address).get("/api/health").status()).isEqualTo(200);
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean writes(String command) {
    return String.valueOf(redis.call("COMMAND", "INFO", command.replaceFirst("\\|.*", "")))
        .matches("(?s).*\\bwrite\\b.*");
  }

  private static List<String> paths() {
    return Stream.of(
            "/",
            "/api/health",
            "/api/recent",
            "/api/timeline",
            "/api/timeline?conversation_id=c",
            "/api/constellation",
            "/api/extinction",
            "/api/telescope?conversation_id=c",
            "/api/operator_log",
            "/api/conversations",
            "/api/bodies",
            "/api/turns",
            "/api/search?q=a",
            "/api/history",
            "/metrics")
        .toList();
  }

  private static CommandLine command(Surroundings around) {
    return new CommandLine(new StargazerCommand(around));
  }

  private static Terminal terminal(Path home) {
    return new Terminal(home, environment(home));
  }

  private static Map<String, String> environment(Path home) {
    Map<String, String> env = Users.environment(redis.as(new Account.Stargazer()));
    env.put("HOME", home.toString());
    return env;
  }
}
