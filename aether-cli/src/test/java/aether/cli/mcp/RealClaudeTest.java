package aether.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import aether.config.Account;
import aether.config.AetherHome;
import aether.message.ProjectId;
import aether.testkit.FakeMessagesApi;
import aether.testkit.FakeMessagesApi.Says;
import aether.testkit.Jvm;
import aether.testkit.RedisServer;
import aether.testkit.Users;
import aether.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The real {@code claude} with the server, a scripted model, and a live Observatory behind it. */
class RealClaudeTest {
  @RegisterExtension static final RedisServer redis = RedisServer.start();

  private static final Account BACKEND = new Account.Body(new ProjectId("backend"));
  private static final Account SHOP = Account.Session.of(new ProjectId("shop"));
  private static final String ANSWER = "The id is order_id.";
  private static final String PREFIX = "mcp__aether__";
  private static final Pattern THREAD =
      Pattern.compile("\\\\?\"thread\\\\?\": ?\\\\?\"([^\"\\\\]+)");

  @TempDir private Path home;
  private LiveBackend backend;

  @BeforeEach
  void a_backend_that_answers() throws IOException {
    backend = LiveBackend.start(home.resolve("backend"), redis.as(BACKEND), ANSWER);
    if (redis.as(SHOP).username().isPresent()) {
      Users.bring(SHOP, redis.address(), new AetherHome(home.resolve(".aether")));
    }
  }

  @AfterEach
  void end_it() {
    backend.close();
  }

  @Test
  void who_is_read_when_the_user_types_it() throws IOException {
    try (FakeMessagesApi api = FakeMessagesApi.start(_ -> new Says.Text("There is a backend."))) {
      assertThat(claude(api, "/mcp__aether__who")).contains("There is a backend.");
      assertThat(api.told()).contains("The projects on the bus", "backend", "\\\"online\\\": true");
    }
  }

  @Test
  void a_model_asks_polls_and_has_the_answer() throws IOException {
    try (FakeMessagesApi api = FakeMessagesApi.start(RealClaudeTest::askThenPoll)) {
      assertThat(claude(api, "/mcp__aether__ask backend \"q\"")).contains("ANSWERED: " + ANSWER);
      assertThat(api.told()).contains("looks cut", "/aether:ask");
      assertThat(redis.call("XLEN", "aether:inbox:backend")).isEqualTo(0L);
    }
  }

  @Test
  void the_plugins_command_carries_free_text() throws IOException {
    try (FakeMessagesApi api = FakeMessagesApi.start(_ -> new Says.Text("fine"))) {
      var _ =
          claude(
              api,
              "/aether:ask backend what is the id, and \"why\"?",
              "--plugin-dir",
              Clients.CLONE.resolve("plugin").toString());
      assertThat(api.told()).contains("backend what is the id, and \\\"why\\\"?");
    }
  }

  @Test
  void an_idle_session_is_woken_when_its_answer_has_arrived() throws Exception {
    backend.thinks();
    try (FakeMessagesApi api = FakeMessagesApi.start(RealClaudeTest::askThenRest);
        IdleSession session = idle(api)) {
      session.say("Ask the backend for its id.");
      assertThat(session.turn()).contains("It will come.");
      assertThat(api.told()).doesNotContain(ANSWER, "has arrived");

      backend.concludes();
      assertThat(session.turn()).as("nobody has said anything").contains("ANSWERED: " + ANSWER);
      assertThat(api.told()).contains("An answer of 'backend' has arrived; call aether_poll");
    }
  }

  @Test
  void setup_installs_the_plugin_and_remove_takes_it_off() throws IOException {
    Path project = Files.createDirectories(home.resolve("shop"));
    Map<String, String> env =
        Map.of("HOME", home.toString(), "AETHER_CLAUDE_BIN", Clients.claude().toString());
    List<String> aether = List.of(Jvm.executable(), "-jar", Clients.jar().toString());
    Clients.Ran setup = Clients.run(project, env, with(aether, "setup", "--plugin"));
    assertThat(setup.code()).as(setup.out() + setup.err()).isZero();
    assertThat(setup.out()).contains("has the plugin 'aether' now (scope user)");

    List<String> list = List.of(Clients.claude().toString(), "plugin", "list");
    assertThat(Clients.run(project, env, list).out()).contains("aether@aether", "enabled");
    assertThat(Clients.run(project, env, with(aether, "setup", "--plugin")).code()).isZero();
    assertThat(Clients.run(project, env, with(aether, "remove", "--plugin")).out())
        .contains("removed plugin 'aether'");
    assertThat(Clients.run(project, env, list).out()).doesNotContain("aether@aether");
  }

  private static List<String> with(List<String> command, String... arguments) {
    return Stream.concat(command.stream(), Stream.of(arguments)).toList();
  }

  /** A session with the plugin, whose launcher is the jar. */
  private IdleSession idle(FakeMessagesApi api) throws IOException {
    Path launcher = home.resolve("aether");
    Files.writeString(
        launcher,
        "#!/bin/sh\nshift\nexec '%s' -XX:TieredStopAtLevel=1 -jar '%s' \"$@\"\n"
            .formatted(Jvm.executable(), Clients.jar()));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<String, String> env = new HashMap<>(env(api));
    env.put("AETHER_LAUNCHER", launcher.toString());
    env.put("AETHER_HOME", home.resolve("own").toString());
    return IdleSession.open(
        Files.createDirectories(home.resolve("shop")),
        env,
        List.of(
            Clients.claude().toString(),
            "-p",
            "--input-format",
            "stream-json",
            "--output-format",
            "stream-json",
            "--verbose",
            "--plugin-dir",
            Clients.CLONE.resolve("plugin").toString(),
            "--allowedTools",
            "mcp__plugin_aether_bus"));
  }

  /** A model that asks and rests, and polls when it is told that the answer is there. */
  private static Says askThenRest(JsonNode request) {
    String told = Json.write(request.path("messages"));
    String prefix = "mcp__plugin_aether_bus__";
    if (told.contains(ANSWER)) {
      return new Says.Text("ANSWERED: " + ANSWER);
    }
    Optional<String> thread = THREAD.matcher(told).results().map(r -> r.group(1)).findFirst();
    ObjectNode input = Json.object();
    if (thread.isEmpty()) {
      return new Says.Tool(
          prefix + "aether_ask", input.put("to", "backend").put("question", "Which id?"));
    }
    return told.contains("has arrived")
        ? new Says.Tool(prefix + "aether_poll", input.put("thread", thread.get()))
        : new Says.Text("It will come.");
  }

  @Test
  void the_plugin_and_its_marketplace_are_valid() {
    for (Path what : List.of(Clients.CLONE.resolve("plugin"), Clients.CLONE)) {
      Clients.Ran ran =
          Clients.run(
              home,
              Map.of("HOME", home.toString()),
              List.of(Clients.claude().toString(), "plugin", "validate", what.toString()));
      assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
    }
  }

  /** What a model does: it asks, polls the thread it was told, and says what came. */
  private static Says askThenPoll(JsonNode request) {
    String told = Json.write(request.path("messages"));
    boolean hasTools =
        request
            .path("tools")
            .valueStream()
            .anyMatch(tool -> tool.path("name").asString("").startsWith(PREFIX));
    if (!hasTools) {
      return new Says.Text("a title");
    }
    if (told.contains(ANSWER)) {
      return new Says.Text("ANSWERED: " + ANSWER);
    }
    Optional<String> thread = THREAD.matcher(told).results().map(r -> r.group(1)).findFirst();
    ObjectNode input = Json.object();
    return thread
        .<Says>map(id ->
            new Says.Tool(PREFIX + "aether_poll", input.put("thread", id).put("wait_seconds", 55)))
        .orElseGet(() ->
            new Says.Tool(
                PREFIX + "aether_ask", input.put("to", "backend").put("question", "Which id?")));
  }

  /** What it printed. */
  private String claude(FakeMessagesApi api, String prompt, String... more) throws IOException {
    Path project = Files.createDirectories(home.resolve("shop"));
    Path config = home.resolve("mcp.json");
    Files.writeString(config, Json.write(config()));
    List<String> command =
        new ArrayList<>(
            List.of(
                Clients.claude().toString(),
                "-p",
                prompt,
                "--mcp-config",
                config.toString(),
                "--strict-mcp-config",
                "--allowedTools",
                "mcp__aether"));
    command.addAll(List.of(more));
    Clients.Ran ran = Clients.run(project, env(api), command);
    assertThat(ran.code()).as("%s %s", ran.out(), ran.err()).isZero();
    return ran.out();
  }

  private static ObjectNode config() {
    ObjectNode root = Json.object();
    ObjectNode entry = root.putObject("mcpServers").putObject("aether");
    entry.put("command", Jvm.executable());
    entry
        .putArray("args")
        .add("-XX:TieredStopAtLevel=1")
        .add("-jar")
        .add(Clients.jar().toString())
        .add("serve")
        .add("--identity")
        .add("shop-mcp");
    entry.put("alwaysLoad", true);
    return root;
  }

  private Map<String, String> env(FakeMessagesApi api) {
    Map<String, String> env = new HashMap<>();
    env.put("HOME", home.toString());
    env.put("ANTHROPIC_BASE_URL", api.url());
    env.put("ANTHROPIC_API_KEY", "test");
    env.put("HTTPS_PROXY", api.proxy());
    env.put("HTTP_PROXY", api.proxy());
    env.put("NO_PROXY", "127.0.0.1,localhost");
    env.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    env.put("DISABLE_AUTOUPDATER", "1");
    env.put("MCP_CONNECT_TIMEOUT_MS", "60000");
    env.put("AETHER_REDIS_HOST", redis.address().host());
    env.put("AETHER_REDIS_PORT", Integer.toString(redis.address().port()));
    return env;
  }
}
