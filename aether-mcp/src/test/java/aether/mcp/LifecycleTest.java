package aether.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.config.Account;
import aether.config.BusAddress;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.Intent;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import aether.testkit.Users;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * A server's life and death, in processes that are killed; each under its own user, but where Redis
 * is restarted under it: this one forgets its users. Each has a Redis of its own and waits more
 * than it works, so that several run at once.
 */
@Execution(ExecutionMode.CONCURRENT)
class LifecycleTest {
  private static final ProjectId BACKEND = new ProjectId("backend");
  private static final Account SHOP = Account.Session.of(new ProjectId("shop"));
  private static final int LONG = 60;
  private static final int SHORT = 2;

  private final RedisServer.Private redis = RedisServer.Private.start();
  @TempDir private Path home;

  @BeforeEach
  void backend_is_on_the_bus() {
    with(bus -> bus.registrar().register(new Body(BACKEND, "orders", List.of()), false));
  }

  @AfterEach
  void stop() {
    redis.close();
  }

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

  /** S: the server, C: its client (its input ends), R: Redis. */
  @ParameterizedTest
  @ValueSource(strings = {"SCR", "SRC", "CSR", "CRS", "RSC", "RCS"})
  void whatever_is_killed_first_no_answer_is_lost_and_none_handed_out_twice(String order) {
    Envelope question;
    try (ServerProcess server = start(SHORT)) {
      var _ = server.join();
      question = ask(server);
      answer(question, "It is order_id.");
      int poll = server.send("tools/call", poll(question));
      for (char victim : order.toCharArray()) {
        switch (victim) {
          case 'S' -> server.signal("KILL");
          case 'C' -> endQuietly(server);
          default -> redis.kill9();
        }
      }
      boolean handedOut =
          server.rest().stream()
              .anyMatch(line ->
                  line.path("id").intValue(-1) == poll
                      && !line.path("result")
                          .path("structuredContent")
                          .path("new_replies")
                          .isEmpty());
      redis.restart();
      try (ServerProcess next = start(SHORT)) {
        var _ = next.join();
        JsonNode replies = next.tool("aether_poll", arguments(question)).path("new_replies");
        if (handedOut) {
          assertThat(
                  replies.valueStream().filter(r -> !r.path("perhaps_repeated").asBoolean(false)))
              .as("none handed out twice without a word")
              .isEmpty();
        } else {
          assertThat(replies).as("none lost").hasSize(1);
        }
        assertThat(next.tool("aether_poll", arguments(question)).path("new_replies")).isEmpty();
      }
    }
  }

  @Test
  void an_answer_that_was_polled_is_not_handed_out_by_the_next_server() {
    Envelope question;
    try (ServerProcess server = start(SHORT)) {
      var _ = server.join();
      question = ask(server);
      answer(question, "It is order_id.");
      assertThat(server.tool("aether_poll", arguments(question)).path("new_replies")).hasSize(1);
      assertThat(server.tool("aether_poll", arguments(question)).path("new_replies")).isEmpty();
      int _ = server.signal("KILL");
    }
    try (ServerProcess next = start(SHORT)) {
      var _ = next.join();
      assertThat(next.tool("aether_poll", arguments(question)).path("new_replies")).isEmpty();
    }
  }

  private ServerProcess start(int ttl) {
    return ServerProcess.start(home, redis.as(SHOP), "shop-mcp", ttl);
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

  private Envelope ask(ServerProcess server) {
    String thread =
        server
            .tool("aether_ask", "{\"to\": \"backend\", \"question\": \"which id?\"}")
            .path("thread")
            .stringValue();
    List<?> entries =
        (List<?>) Objects.requireNonNull(redis.call("XRANGE", "aether:inbox:backend", "-", "+"));
    List<?> fields = (List<?>) ((List<?>) entries.getLast()).get(1);
    Decoded decoded = EnvelopeCodec.decode(String.valueOf(fields.get(1)));
    Envelope question = ((Decoded.Valid) decoded).envelope();
    assertThat(question.conversation()).isEqualTo(new ConversationId(thread));
    return question;
  }

  private void answer(Envelope question, String text) {
    with(bus -> {
      bus.outbox()
          .send(
              question.reply(
                  BACKEND, question.from(), new Content(Intent.RESULT, text), Instant.EPOCH),
              List.of());
      return text;
    });
  }

  private static String arguments(Envelope question) {
    return "{\"thread\": \"" + question.conversation() + "\"}";
  }

  private static String poll(Envelope question) {
    return "{\"name\": \"aether_poll\", \"arguments\": " + arguments(question) + "}";
  }

  private static void endQuietly(ServerProcess server) {
    try {
      int _ = server.endInput();
    } catch (UncheckedIOException e) {
      // It was killed before.
    }
  }

  private <T> void with(Function<RedisBus, T> work) {
    try (RedisBus bus = RedisBus.connect(redis.address())) {
      var _ = work.apply(bus);
    }
  }

  private List<String> registered() {
    return texts(redis.call("HKEYS", "aether:registry"));
  }

  private List<String> keys() {
    return texts(redis.call("KEYS", "aether:*"));
  }

  private static List<String> texts(@Nullable Object reply) {
    return reply instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  /** Waits until {@code what} holds, looking again and again. */
  private static void until(BooleanSupplier what) {
    long end = System.nanoTime() + Duration.ofSeconds(LONG).toNanos();
    CountDownLatch never = new CountDownLatch(1);
    while (!what.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it did not come to that").isLessThan(end);
      try {
        boolean _ = never.await(50, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
