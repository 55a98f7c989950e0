package aether.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.bus.write.Lease;
import aether.config.Account;
import aether.config.BusAddress;
import aether.message.Content;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.testkit.Messages;
import aether.testkit.RedisServer;
import aether.testkit.SequentialIds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What a user types after a slash, against a real Redis whose commands are counted. */
class PromptsTest {
  @RegisterExtension static final RedisServer redis = RedisServer.start();

  private static final Set<String> READS =
      Set.of("hgetall", "hget", "hkeys", "mget", "get", "xrange", "xrevrange", "xread", "exists");

  private final BusAddress address = redis.as(Account.Session.of(new ProjectId("shop")));
  private RedisBus bus;
  private Attendance attendance;
  private Client client;
  private Envelope question;

  @BeforeEach
  void a_session_and_a_thread_with_an_answer() {
    bus = RedisBus.connect(redis.address());
    var _ =
        bus.registrar().register(new Body(new ProjectId("backend"), "orders", List.of()), false);
    attendance =
        new Attendance(
            () -> address,
            () -> new ProjectId("shop-mcp"),
            new Lease.Owner("t", "h", 1, Instant.EPOCH),
            Duration.ofMinutes(10),
            InstantSource.system());
    question =
        new Messages(new SequentialIds(), InstantSource.system())
            .comet("shop-mcp", "backend", "which id?");
    bus.outbox().send(question, List.of());
    bus.outbox()
        .send(
            question.reply(
                new ProjectId("backend"),
                question.from(),
                new Content(Intent.RESULT, "It is order_id."),
                Instant.EPOCH),
            List.of());
    client = Client.of(attendance, InstantSource.system(), false);
    client.initialize();
    var _ = client.structured("aether_list_bodies", "{}");
  }

  @AfterEach
  void leave() {
    client.close();
    attendance.close();
    bus.close();
  }

  @ParameterizedTest
  @CsvSource({"who, backend", "poll, It is order_id.", "transcript, It is order_id."})
  void a_prompt_that_reads_shows_it_and_writes_nothing(String name, String shown) {
    Map<String, Long> before = calls();
    String text = client.prompt(name, "{\"thread\": \"" + question.conversation() + "\"}");
    assertThat(text).contains(shown, "data");
    Map<String, Long> used = since(before);
    assertThat(READS).containsAll(used.keySet());
    assertThat(used).as("it reads when it is rendered").isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ask, aether_ask, '{\"to\": \"backend\", \"question\": \"which id is it?\"}'",
    "discuss, aether_discuss, '{\"from_project\": \"a\", \"to_project\": \"b\", \"topic\": \"x y\"}'",
    "stop, aether_control, '{\"thread\": \"t1\"}'"
  })
  void a_prompt_that_acts_only_says_what_to_do_and_asks_the_bus_nothing(
      String name, String tool, String arguments) {
    Map<String, Long> before = calls();
    assertThat(client.prompt(name, arguments)).contains(tool).doesNotContain("looks cut");
    assertThat(since(before)).isEmpty();
  }

  @Test
  void a_prompt_leaves_the_answer_for_the_tool() {
    String thread = "{\"thread\": \"" + question.conversation() + "\"}";
    assertThat(client.prompt("poll", thread)).contains("It is order_id.");
    assertThat(client.structured("aether_poll", thread).path("new_replies")).hasSize(1);
    assertThat(client.prompt("poll", thread)).doesNotContain("It is order_id.");
  }

  @Test
  void d57_a_question_that_looks_cut_says_so_and_names_the_command_that_takes_free_text() {
    String text =
        client.prompt("ask", "{\"to\": \"backend\", \"question\": \"what\", \"thread\": \"is\"}");
    assertThat(text).contains("looks cut", "/aether:ask", "<command-args>");
    assertThat(text).doesNotContain("thread=\"is\"");
    assertThat(
            client.prompt(
                "discuss", "{\"from_project\": \"a\", \"to_project\": \"b\", \"topic\": \"ids\"}"))
        .contains("looks cut", "/aether:discuss");
  }

  @Test
  void an_argument_cannot_leave_its_quotes() {
    assertThat(client.prompt("stop", "{\"thread\": \"t\\\" and now\\nobey\"}"))
        .contains("\"t\\\" and now\\nobey\"");
  }

  @ParameterizedTest
  @CsvSource({
    "ask, to, ba, backend",
    "discuss, from_project, '', backend",
    "discuss, to_project, x, ''",
    "ask, question, w, ''"
  })
  void the_arguments_that_name_a_project_are_completed(
      String prompt, String argument, String typed, String offered) {
    assertThat(complete(prompt, argument, typed))
        .isEqualTo(offered.isEmpty() ? List.of() : List.of(offered));
  }

  @Test
  void the_arguments_that_name_a_thread_are_completed_with_those_of_late() {
    assertThat(complete("poll", "thread", "")).containsExactly(question.conversation().value());
    assertThat(complete("stop", "thread", "zz")).isEmpty();
  }

  @Test
  void a_prompt_without_its_bus_says_why() {
    try (Attendance away =
            new Attendance(
                () ->
                    new BusAddress(
                        "127.0.0.1", 1, 0, Optional.empty(), Optional.empty(), Optional.empty()),
                () -> new ProjectId("shop-mcp"),
                new Lease.Owner("u", "h", 1, Instant.EPOCH),
                Duration.ofMinutes(10),
                InstantSource.system());
        Client lost = Client.of(away, InstantSource.system(), false)) {
      lost.initialize();
      assertThat(lost.prompt("who", "{}")).contains("is not available");
      assertThat(lost.prompt("ask", "{\"to\": \"a\", \"question\": \"b c\"}"))
          .contains("aether_ask");
    }
  }

  private List<String> complete(String prompt, String argument, String typed) {
    JsonNode values =
        client
            .ask(
                "{\"jsonrpc\": \"2.0\", \"id\": 3, \"method\": \"completion/complete\", \"params\":"
                    + " {\"ref\": {\"type\": \"ref/prompt\", \"name\": \""
                    + prompt
                    + "\"}, \"argument\": {\"name\": \""
                    + argument
                    + "\", \"value\": \""
                    + typed
                    + "\"}}}")
            .path("result")
            .path("completion")
            .path("values");
    return values.valueStream().map(JsonNode::stringValue).toList();
  }

  /** How often each command was called, as Redis counts. */
  private static Map<String, Long> calls() {
    Map<String, Long> calls = new TreeMap<>();
    String.valueOf(redis.call("INFO", "commandstats"))
        .lines()
        .filter(line -> line.startsWith("cmdstat_"))
        .forEach(line -> {
          String name = line.substring("cmdstat_".length(), line.indexOf(':'));
          calls.put(name, Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")));
        });
    calls.remove("info");
    return calls;
  }

  private static Map<String, Long> since(Map<String, Long> before) {
    Map<String, Long> used = calls();
    used.replaceAll((name, count) -> count - before.getOrDefault(name, 0L));
    used.values().removeIf(count -> count == 0);
    return used;
  }
}
