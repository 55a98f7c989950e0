package aether.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.config.BusAddress;
import aether.message.ProjectId;
import aether.testkit.RequiresRedis7;
import aether.testkit.Users;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * A server's life and death, in processes that are killed; each under its own user, but where Redis
 * is restarted under it: this one forgets its users.
 */
class LifecycleTest extends OnARedisOfItsOwn {
  @ParameterizedTest
  @CsvSource({"INPUT, 0", "TERM, 143", "INT, 130"})
  void whoever_ends_it_it_leaves_no_trace(String how, int code) {
    try (ServerProcess server = start(LONG)) {
      assertThat(server.join()).isEqualTo("shop-mcp");
      assertThat(registered()).contains("shop-mcp");
      assertThat(keys()).contains("aether:heartbeat:shop-mcp", "aether:lease:shop-mcp");
      assertThat(how.equals("INPUT") ? server.endInput() : server.signal(how)).isEqualTo(code);
      assertThat(registered()).containsExactly("backend");
      assertThat(keys())
          .doesNotContain(
              "aether:heartbeat:shop-mcp",
              "aether:presence:shop-mcp",
              "aether:lease:shop-mcp",
              "aether:inbox:shop-mcp");
    }
  }

  @Test
  void a_killed_parent_takes_it_along() throws IOException {
    ProcessBuilder shell =
        new ProcessBuilder(
            "sh", "-c", "exec 3<&0; \"$@\" <&3 >/dev/null 2>&1 & echo $!; wait", "sh");
    shell.command().addAll(ServerProcess.command("shop-mcp", LONG));
    shell.environment().put("AETHER_HOME", home.toString());
    shell.environment().putAll(Users.environment(redis.as(SHOP)));
    Process parent = shell.start();
    ProcessHandle server =
        ProcessHandle.of(Long.parseLong(parent.inputReader().readLine())).orElseThrow();
    try (var in = parent.outputWriter()) {
      in.write(
          "{\"jsonrpc\": \"2.0\", \"id\": 0, \"method\": \"initialize\", \"params\":"
              + " {\"protocolVersion\": \"2025-11-25\", \"capabilities\": {}, \"clientInfo\":"
              + " {\"name\": \"t\", \"version\": \"1\"}}}\n");
      in.flush();
      until(() -> registered().contains("shop-mcp"));
      parent.destroyForcibly();
    }
    assertThat(server.onExit().orTimeout(LONG, TimeUnit.SECONDS).join()).isNotNull();
    assertThat(registered()).containsExactly("backend");
  }

  @Test
  void a_second_session_of_a_project_gets_its_own_identity() {
    try (ServerProcess first = start(LONG);
        ServerProcess second = start(LONG)) {
      assertThat(Set.of(first.join(), second.join()))
          .containsExactlyInAnyOrder("shop-mcp", "shop-mcp-2");
      int _ = first.endInput();
      int _ = second.endInput();
    }
    assertThat(registered()).containsExactly("backend");
  }

  @Test
  void a_registration_that_was_removed_comes_back() {
    try (ServerProcess server = start(SHORT)) {
      assertThat(server.join()).isEqualTo("shop-mcp");
      with(bus -> bus.registrar().unregister(new ProjectId("shop-mcp")));
      until(() -> registered().contains("shop-mcp"));
      until(() -> keys().contains("aether:heartbeat:shop-mcp"));
    }
  }

  @Test
  void a_killed_server_is_no_ghost_after_its_ttl() {
    try (ServerProcess killed = start(SHORT);
        ServerProcess next = start(SHORT)) {
      String ghost = killed.join();
      String left = next.join();
      int _ = killed.signal("KILL");
      until(() -> !keys().contains("aether:heartbeat:" + ghost));
      until(() -> !registered().contains(ghost));
      assertThat(registered()).contains(left);
    }
  }

  @Test
  void a_redis_that_was_away_is_joined_again() {
    try (ServerProcess server = ServerProcess.start(home, redis.as(SHOP), "shop-mcp", SHORT)) {
      var _ = server.join();
      redis.kill9();
      JsonNode away = server.call("aether_list_bodies", "{}").path("result");
      assertThat(away.path("isError").booleanValue()).isTrue();
      redis.restart();
      until(() -> isServed(server));
      until(() -> keys().contains("aether:heartbeat:shop-mcp"));
    }
  }

  @Test
  void a_server_without_its_bus_is_quick_and_joins_it_later() {
    BusAddress address = redis.as(SHOP);
    redis.kill9();
    try (ServerProcess server = ServerProcess.start(home, address, "shop-mcp", SHORT)) {
      server.hello();
      JsonNode away = server.call("aether_list_bodies", "{}").path("result");
      assertThat(away.path("content").path(0).path("text").stringValue())
          .contains("is not available", "--redis-host");
      redis.restart();
      until(() -> isServed(server));
      assertThat(registered()).contains("shop-mcp");
    }
  }

  @RequiresRedis7
  @Test
  void what_a_session_may_not_write_is_refused_with_the_way_to_the_operator() {
    for (String id : List.of("alpha", "beta")) {
      with(bus -> bus.registrar().register(new Body(new ProjectId(id), id, List.of()), false));
    }
    try (ServerProcess server = start(SHORT)) {
      var _ = server.join();
      JsonNode refused =
          server
              .call(
                  "aether_discuss",
                  "{\"from_project\": \"alpha\", \"to_project\": \"beta\", \"topic\": \"x\"}")
              .path("result");
      assertThat(refused.path("isError").booleanValue()).isTrue();
      assertThat(refused.path("content").path(0).path("text").stringValue())
          .contains("NOPERM", "AETHER_OPERATOR_TOKEN", "nothing was done")
          .doesNotContain("aether_transcript");
    }
    assertThat(keys()).doesNotContain("aether:inbox:beta", "aether:audit");
  }

  private static boolean isServed(ServerProcess server) {
    return server
        .call("aether_list_bodies", "{}")
        .path("result")
        .path("structuredContent")
        .path("me")
        .asString("")
        .equals("shop-mcp");
  }
}
