package aether.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.config.Account;
import aether.config.AetherHome;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.testkit.Jvm;
import aether.testkit.RedisServer;
import aether.testkit.Users;
import aether.wire.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The fat jar of the server under the official clients, with a live Observatory behind it. */
class OfficialClientsTest {
  @RegisterExtension static final RedisServer redis = RedisServer.start();

  private static final List<String> TOOLS =
      List.of(
          "aether_ask",
          "aether_control",
          "aether_discuss",
          "aether_list_bodies",
          "aether_poll",
          "aether_transcript");
  private static final List<String> PROMPTS =
      List.of("ask", "discuss", "poll", "stop", "transcript", "who");

  @TempDir private Path home;
  private LiveBackend backend;

  private static final Account BACKEND = new Account.Body(new ProjectId("backend"));
  private static final Account OPERATOR = new Account.Operator();

  @BeforeEach
  void a_backend_that_answers() throws IOException {
    try (RedisBus bus = RedisBus.connect(redis.address())) {
      var _ =
          bus.registrar()
              .register(new Body(new ProjectId("frontend"), "the web", List.of()), false);
    }
    backend = LiveBackend.start(home.resolve("backend"), redis.as(BACKEND), "The id is order_id.");
    if (redis.as(OPERATOR).username().isPresent()) {
      Users.bring(OPERATOR, redis.address(), new AetherHome(home.resolve(".aether")));
    }
  }

  @AfterEach
  void end_it() {
    backend.close();
  }

  @Test
  void the_typescript_client_lists_calls_and_gets_everything() {
    List<String> command =
        new ArrayList<>(
            List.of(
                Clients.node().toString(),
                Clients.CLONE.resolve("aether-cli/src/test/npm/client.mjs").toString(),
                Clients.packages().toString()));
    command.addAll(server());
    Clients.Ran ran = Clients.run(home, env(), command);
    assertThat(ran.code()).as(ran.err()).isZero();
    JsonNode all = Json.read(ran.out()).orElseThrow();
    assertThat(texts(all.path("tools"))).containsExactlyInAnyOrderElementsOf(TOOLS);
    assertThat(texts(all.path("prompts"))).containsExactlyInAnyOrderElementsOf(PROMPTS);
    JsonNode called = all.path("called");
    assertThat(called.propertyNames()).containsExactlyInAnyOrderElementsOf(TOOLS);
    assertThat(called.path("aether_ask").path("status").stringValue()).isEqualTo("reply_received");
    assertThat(called.path("aether_ask").path("new_replies").path(0).path("text").stringValue())
        .isEqualTo("The id is order_id.");
    assertThat(called.path("aether_transcript").path("hops")).hasSize(2);
    assertThat(called.path("aether_control").path("state").stringValue()).isEqualTo("killed");
    assertThat(all.path("got").propertyNames()).containsExactlyInAnyOrderElementsOf(PROMPTS);
    assertThat(all.path("got").path("transcript").stringValue()).contains("The id is order_id.");
    assertThat(texts(all.path("completed"))).containsExactly("backend");
    assertThat(texts(all.path("progress"))).contains("backend is thinking");
  }

  @Test
  void the_inspector_lists_calls_and_gets_everything() {
    assertThat(names(inspect("tools/list"), "tools")).containsExactlyInAnyOrderElementsOf(TOOLS);
    assertThat(names(inspect("prompts/list"), "prompts"))
        .containsExactlyInAnyOrderElementsOf(PROMPTS);
    JsonNode asked = call("aether_ask", "to=backend", "question=Which id?", "wait_seconds=55");
    assertThat(asked.path("status").stringValue()).isEqualTo("reply_received");
    String thread = "thread=" + asked.path("thread").stringValue();
    assertThat(call("aether_list_bodies").path("me").stringValue()).isEqualTo("shop-mcp");
    assertThat(call("aether_poll", thread).path("new_replies")).isEmpty();
    assertThat(call("aether_transcript", thread).path("hops")).hasSize(2);
    assertThat(
            call("aether_discuss", "from_project=backend", "to_project=frontend", "topic=ids")
                .has("thread"))
        .isTrue();
    assertThat(call("aether_control", thread, "action=pause").path("state").stringValue())
        .isEqualTo("paused");
    assertThat(get("who")).contains("backend");
    assertThat(get("poll", thread)).contains("paused");
    assertThat(get("transcript", thread)).contains("The id is order_id.");
    assertThat(get("ask", "to=backend", "question=Which id?")).contains("aether_ask");
    assertThat(get("discuss", "from_project=a", "to_project=b", "topic=ids"))
        .contains("aether_discuss");
    assertThat(get("stop", thread)).contains("aether_control");
  }

  private JsonNode call(String tool, String... arguments) {
    List<String> more = new ArrayList<>(List.of("--tool-name", tool));
    for (String argument : arguments) {
      more.addAll(List.of("--tool-arg", argument));
    }
    return inspect("tools/call", more.toArray(String[]::new)).path("structuredContent");
  }

  private String get(String prompt, String... arguments) {
    List<String> more = new ArrayList<>(List.of("--prompt-name", prompt));
    if (arguments.length > 0) {
      more.add("--prompt-args");
      more.addAll(List.of(arguments));
    }
    return inspect("prompts/get", more.toArray(String[]::new))
        .path("messages")
        .path(0)
        .path("content")
        .path("text")
        .stringValue();
  }

  private JsonNode inspect(String method, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Clients.node().toString(),
                Clients.packages().resolve("node_modules/.bin/mcp-inspector").toString(),
                "--cli"));
    command.addAll(server());
    command.addAll(List.of("--method", method));
    command.addAll(List.of(more));
    Clients.Ran ran = Clients.run(home, env(), command);
    assertThat(ran.code()).as("%s %s", ran.out(), ran.err()).isZero();
    return Json.read(ran.out()).orElseThrow();
  }

  private List<String> server() {
    return List.of(
        // The inspector hands no environment on; a session alone may neither discuss nor control.
        "/usr/bin/env",
        "AETHER_OPERATOR_TOKEN=0123456789abcdef0123",
        Jvm.executable(),
        "-XX:TieredStopAtLevel=1",
        // The inspector starts it anew for each of its fourteen questions.
        "-XX:SharedArchiveFile=" + home.resolve("server.jsa"),
        "-XX:+AutoCreateSharedArchive",
        "-Xlog:disable",
        "-jar",
        Clients.jar().toString(),
        "serve",
        "--identity",
        "shop-mcp",
        "--redis-host",
        redis.address().host(),
        "--redis-port",
        Integer.toString(redis.address().port()));
  }

  private Map<String, String> env() {
    return Map.of(
        "HOME", home.toString(),
        "AETHER_REDIS_HOST", redis.address().host(),
        "AETHER_REDIS_PORT", Integer.toString(redis.address().port()));
  }

  private static List<String> names(JsonNode list, String what) {
    return list.path(what).valueStream().map(each -> each.path("name").stringValue()).toList();
  }

  private static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::stringValue).toList();
  }
}
