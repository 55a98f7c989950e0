package aether.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import aether.Vectors;
import aether.bus.Body;
import aether.bus.BusException;
import aether.bus.Presence;
import aether.event.Event;
import aether.event.EventCodec;
import aether.message.ProjectId;
import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import aether.wire.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class StdioServerTest {
  private static final String PING = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}";

  private final HandClock clock = new HandClock();
  private final InMemoryBus bus = new InMemoryBus(clock);
  private final Client client = Client.of(Sessions.of(bus), clock, false);

  @AfterEach
  void end() {
    client.close();
  }

  @Test
  void it_says_who_it_is_and_what_it_can() {
    JsonNode hello = client.initialize();
    assertThat(hello.path("protocolVersion").stringValue()).isEqualTo("2025-11-25");
    assertThat(hello.path("serverInfo").path("name").stringValue()).isEqualTo("aether");
    assertThat(hello.path("capabilities").propertyNames())
        .contains("tools", "prompts", "completions")
        .doesNotContain("resources");
    assertThat(hello.path("instructions").stringValue()).contains("aether_list_bodies");
  }

  @Test
  void list_bodies_answers_as_the_first_aether_did() {
    JsonNode expected = Vectors.load("mcp_bridge").path("list_bodies");
    for (JsonNode body : expected.path("bodies")) {
      ProjectId id = new ProjectId(body.path("id").stringValue());
      List<String> capabilities =
          body.path("capabilities").valueStream().map(JsonNode::stringValue).toList();
      bus.registrar()
          .register(new Body(id, body.path("description").stringValue(), capabilities), false);
      bus.heartbeat(id, Duration.ofSeconds(30)).beat(new Presence.Idle(clock.instant()));
    }
    client.initialize();
    JsonNode answer = client.structured("aether_list_bodies", "{}");
    assertThat(answer.propertyNames()).containsExactlyElementsOf(expected.propertyNames());
    assertThat(answer.path("me")).isEqualTo(expected.path("me"));
    assertThat(answer.path("bodies")).isEqualTo(expected.path("bodies"));
  }

  @Test
  void a_body_without_a_heartbeat_is_not_online() {
    bus.registrar().register(new Body(new ProjectId("gamma"), "data", List.of()), false);
    client.initialize();
    JsonNode answer = client.structured("aether_list_bodies", "{}");
    assertThat(answer.path("bodies").path(0).path("online").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"transcript", "transcript_after_kill"})
  void a_transcript_answers_as_the_first_aether_did(String name) {
    JsonNode expected = Vectors.load("mcp_bridge").path(name);
    bus.journal().append(Collections.nCopies(1500, EventCodec.decode("{\"kind\": \"weather\"}")));
    bus.journal().append(Bridge.events(expected));
    client.initialize();
    String thread = expected.path("thread").stringValue();
    JsonNode answer = client.structured("aether_transcript", "{\"thread\": \"" + thread + "\"}");
    assertThat(answer).isEqualTo(expected);
  }

  @Test
  void the_transcript_of_an_unknown_thread_is_empty() {
    client.initialize();
    assertThat(client.structured("aether_transcript", "{\"thread\": \"nope\"}"))
        .isEqualTo(Vectors.load("mcp_bridge").path("transcript_unknown"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"thread\": 5}", "{\"thread\": \"\"}", "{\"thread\": \" \"}", "5"})
  void a_wrong_argument_is_an_answer(String arguments) {
    client.initialize();
    JsonNode answer =
        client.ask(
            "{\"jsonrpc\": \"2.0\", \"id\": 3, \"method\": \"tools/call\", \"params\": {\"name\":"
                + " \"aether_transcript\", \"arguments\": "
                + arguments
                + "}}");
    assertThat(answer.path("id").intValue()).isEqualTo(3);
    assertThat(answer.has("error") || answer.path("result").path("isError").booleanValue())
        .isTrue();
    assertThat(client.ask(PING).has("result")).isTrue();
  }

  @Test
  void a_bus_that_is_away_is_an_error_of_the_tool_and_not_of_the_server() {
    client.initialize();
    bus.beforeCommand(command -> {
      throw new BusException.Unavailable("the bus is away; start it", new RuntimeException());
    });
    JsonNode away = client.call("aether_list_bodies", "{}");
    assertThat(away.path("isError").booleanValue()).isTrue();
    assertThat(away.path("content").path(0).path("text").stringValue())
        .isEqualTo("the bus is away; start it");
    bus.beforeCommand(command -> {});
    assertThat(client.structured("aether_list_bodies", "{}").path("bodies")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "{\"jsonrpc\": \"2.0\"",
        "[]",
        "{}",
        "42",
        "{\"jsonrpc\": \"2.0\", \"id\": {}, \"method\": \"ping\"}",
        "{\"jsonrpc\": \"2.0\", \"id\": null, \"method\": \"ping\"}",
        "{\"jsonrpc\": \"2.0\", \"id\": 99999999999999999999, \"method\": \"ping\"}",
        "{\"jsonrpc\": \"1.0\", \"id\": 1, \"method\": \"ping\"}",
        "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": 5}"
      })
  void a_line_that_is_no_call_is_answered_and_survived(String line) {
    client.initialize();
    int code = client.ask(line).path("error").path("code").intValue();
    assertThat(code).isIn(-32700, -32600);
    assertThat(client.ask(PING).path("id").intValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "{\"jsonrpc\": \"2.0\", \"id\": 9, \"result\": {}}",
        "{\"jsonrpc\": \"2.0\", \"id\": 9, \"error\": 5}",
        "{\"jsonrpc\": \"2.0\", \"method\": \"notifications/unheard_of\", \"params\": 5}"
      })
  void a_line_that_asks_nothing_is_survived_in_silence(String line) {
    client.initialize();
    client.say(line);
    assertThat(client.ask(PING).path("id").intValue()).isEqualTo(1);
  }

  @Test
  void a_call_broken_over_carriage_returns_is_still_one_call() {
    client.initialize();
    assertThat(client.ask(PING.replace(", ", ",\r")).has("result")).isTrue();
  }

  @Test
  void a_probe_for_another_protocol_is_declined_at_once() {
    JsonNode answer =
        client.ask(
            "{\"jsonrpc\": \"2.0\", \"id\": \"server-discover-probe-1\", \"method\":"
                + " \"server/discover\", \"params\": {\"_meta\": {}}}");
    assertThat(answer.path("id").stringValue()).isEqualTo("server-discover-probe-1");
    assertThat(answer.path("error").path("code").intValue()).isEqualTo(-32601);
    assertThat(client.initialize().has("serverInfo")).isTrue();
  }

  @Test
  void an_answer_on_its_way_is_not_lost_when_the_input_ends() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    bus.beforeCommand(command -> {
      asked.countDown();
      awaitQuietly(go);
    });
    client.initialize();
    client.say(
        "{\"jsonrpc\": \"2.0\", \"id\": 4, \"method\": \"tools/call\", \"params\": {\"name\":"
            + " \"aether_list_bodies\", \"arguments\": {}}}");
    asked.await();
    Thread ender = Thread.ofPlatform().start(client::end);
    go.countDown();
    assertThat(client.answer().path("id").intValue()).isEqualTo(4);
    ender.join();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Records from which a transcript of the first Aether was made. */
  private static final class Bridge {
    private Bridge() {}

    static List<Event> events(JsonNode transcript) {
      List<Event> events = new ArrayList<>();
      String thread = transcript.path("thread").stringValue();
      List<String> ids =
          List.of("a2264158-4f0d-4c58-942d-327060c5eae8", "a2264158-4f0d-4c58-942d-327060c5eae9");
      for (JsonNode hop : transcript.path("hops")) {
        String envelope = envelope(thread, ids.get(hop.path("hop").intValue()), hop);
        events.add(decode("\"kind\": \"message\", \"envelope\": " + envelope, "message", thread));
      }
      JsonNode first = transcript.path("hops").path(0);
      events.add(
          decode(
              "\"kind\": \"processing_done\", \"summary\": \"\", \"project\": \"beta\", \"envelope\": "
                  + envelope(thread, ids.getFirst(), first),
              "done",
              thread));
      for (JsonNode act : transcript.path("operator_actions")) {
        events.add(EventCodec.decode(operated(thread, act)));
      }
      if (!transcript.path("ended").isNull()) {
        events.add(
            decode(
                "\"kind\": \"terminated\", \"reason\": \"operator_kill\"", "terminated", thread));
      }
      return events;
    }

    private static Event decode(String fields, String type, String thread) {
      return EventCodec.decode(
          "{"
              + fields
              + ", \"event_type\": \""
              + type
              + "\", \"ts\": \"2026-11-22T06:55:51+00:00\","
              + " \"conversation_id\": \""
              + thread
              + "\"}");
    }

    private static String operated(String thread, JsonNode act) {
      ObjectNode node = Json.object().put("kind", "operator_action");
      node.put("actor", act.path("actor").stringValue());
      node.put("action", act.path("action").stringValue());
      node.put("conversation_id", thread).put("to", "beta");
      if (!act.path("reason").isNull()) {
        node.put("reason", act.path("reason").stringValue());
      }
      node.put("event_type", "operator_action").put("ts", act.path("ts").stringValue());
      return Json.write(node);
    }

    private static String envelope(String thread, String id, JsonNode hop) {
      ObjectNode node = Json.object().put("message_id", id).put("conversation_id", thread);
      node.put("from", hop.path("from").stringValue()).put("to", hop.path("to").stringValue());
      node.put("type", "comet").putNull("reply_to");
      node.put("hop_count", hop.path("hop").intValue()).put("max_hops", 8);
      node.put("created_at", "2026-11-22T06:55:51+00:00").put("solicit", false);
      node.putObject("body")
          .put("intent", hop.path("intent").stringValue())
          .put("text", hop.path("text").stringValue())
          .putObject("context");
      return Json.write(node);
    }
  }
}
