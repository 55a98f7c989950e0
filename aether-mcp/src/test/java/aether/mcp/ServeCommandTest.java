package aether.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import aether.config.Account;
import aether.message.ProjectId;
import aether.testkit.RedisServer;
import aether.testkit.Terminal;
import aether.testkit.Users;
import aether.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

class ServeCommandTest {
  private static final String CALLS =
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
      "capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
      {"jsonrpc":"2.0","method":"notifications/initialized"}
      {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"aether_list_bodies",\
      "arguments":{}}}
      """;

  @RegisterExtension static final RedisServer redis = RedisServer.start();

  private final PrintStream stdout = System.out;
  private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
  @TempDir private Path home;

  @AfterEach
  void restore_stdout() {
    System.setOut(stdout);
  }

  @Test
  void it_answers_over_its_streams_from_a_real_redis_and_ends_with_the_input() {
    redis.call(
        "HSET",
        "aether:registry",
        "beta",
        "{\"description\": \"後端\", \"capabilities\": [], \"inbox\": \"aether:inbox:beta\"}");
    Terminal terminal =
        terminal(Users.environment(redis.as(Account.Session.of(new ProjectId("me")))));
    assertThat(run(terminal, "--identity", "me-mcp")).isZero();
    JsonNode bodies = answer(1).path("result").path("structuredContent");
    assertThat(bodies.path("me").stringValue()).isEqualTo("me-mcp");
    assertThat(bodies.path("bodies").path(0).path("description").stringValue()).isEqualTo("後端");
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void without_an_identity_it_is_named_after_the_directory() {
    assertThat(run(terminal(Map.of()))).isZero();
    String me = answer(1).path("result").path("structuredContent").path("me").stringValue();
    assertThat(me).endsWith("-mcp").matches("[a-z0-9_]+-mcp");
  }

  @Test
  void without_a_bus_it_serves_and_says_what_to_do() {
    assertThat(run(terminal(Map.of()), "--redis-port", "1")).isZero();
    JsonNode result = answer(1).path("result");
    assertThat(result.path("isError").booleanValue()).isTrue();
    assertThat(result.path("content").path(0).path("text").stringValue())
        .contains(":1/0 is not available", "--redis-host");
  }

  @Test
  void the_jar_alone_is_the_server_and_a_human_is_shown_the_help() {
    assertThat(McpCommand.meant(false)).containsExactly("serve");
    assertThat(McpCommand.meant(false, "--identity", "me")).startsWith("serve", "--identity");
    assertThat(McpCommand.meant(true)).isEmpty();
    assertThat(McpCommand.meant(false, "--help")).containsExactly("--help");
    assertThat(McpCommand.meant(false, "doctor")).containsExactly("doctor");
  }

  @Test
  void a_session_that_an_observatory_runs_gets_no_tools() {
    Terminal terminal = terminal(Map.of("AETHER_HEADLESS", "1"));
    assertThat(run(terminal)).isEqualTo(1);
    assertThat(terminal.err()).contains("AETHER_HEADLESS").hasLineCount(1);
    assertThat(answers.size()).isZero();
  }

  @Test
  void an_identity_that_cannot_be_is_refused() {
    Terminal terminal = terminal(Map.of());
    assertThat(run(terminal, "--identity", "a b")).isEqualTo(2);
    assertThat(terminal.err()).contains("'a b'").hasLineCount(1);
  }

  @Test
  void what_a_library_prints_does_not_reach_the_protocol() {
    assertThat(run(terminal(Map.of()))).isZero();
    assertThat(System.out).isSameAs(System.err);
    assertThat(answers.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(Json.readObject(line)).isPresent());
  }

  private Terminal terminal(Map<String, String> more) {
    Map<String, String> env =
        new HashMap<>(
            Map.of(
                "AETHER_REDIS_HOST", redis.address().host(),
                "AETHER_REDIS_PORT", String.valueOf(redis.address().port())));
    env.putAll(more);
    return new Terminal(home, env);
  }

  private int run(Terminal terminal, String... args) {
    return terminal.run(
        around ->
            new CommandLine(
                new ServeCommand(
                    around,
                    new ByteArrayInputStream(CALLS.getBytes(StandardCharsets.UTF_8)),
                    answers)),
        args);
  }

  private JsonNode answer(int id) {
    List<JsonNode> found =
        answers
            .toString(StandardCharsets.UTF_8)
            .lines()
            .map(line -> (JsonNode) Json.readObject(line).orElseThrow())
            .filter(node -> node.path("id").intValue(-1) == id)
            .toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
