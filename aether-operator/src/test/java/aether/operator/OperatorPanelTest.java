package aether.operator;

import static org.assertj.core.api.Assertions.assertThat;

import aether.Vectors;
import aether.bus.BusException;
import aether.bus.ControlState;
import aether.event.Action;
import aether.event.Event;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.testkit.Http;
import aether.testkit.InMemoryBus;
import aether.wire.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class OperatorPanelTest {
  /** Where this panel differs on purpose: D52, and other words about a body that is no JSON. */
  private static final Set<String> OTHERWISE = Set.of("/inject 200", "/api/bodies 200");

  private static final ConversationId C = Panel.C;
  private static final ProjectId X = new ProjectId("x");

  /** What the first Aether answered. */
  static final List<JsonNode> ROWS =
      Vectors.load("http")
          .valueStream()
          .filter(row -> row.path("app").stringValue().equals("operator"))
          .filter(row -> row.has("status"))
          .filter(row -> !row.path("request").has("content"))
          .filter(row ->
              !OTHERWISE.contains(
                  row.path("path").stringValue() + " " + row.path("status").intValue()))
          .toList();

  private final Panel panel = new Panel();
  private final InMemoryBus bus = panel.bus;
  private final Http http = panel.http;

  @AfterEach
  void stop() {
    panel.close();
  }

  @ParameterizedTest
  @FieldSource("ROWS")
  void it_answers_as_the_first_aether_did(JsonNode row) {
    panel.registered(new ProjectId("alpha"));
    Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
    JsonNode request = row.path("request");
    request
        .path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().stringValue()));
    String body = request.has("json") ? Json.write(request.path("json")) : "";
    Http.Answer answer =
        http.send(row.path("method").stringValue(), row.path("path").stringValue(), headers, body);
    assertThat(answer.status()).isEqualTo(row.path("status").intValue());
    assertThat(answer.json()).isEqualTo(Json.read(row.path("body").stringValue()).orElseThrow());
    if (row.path("headers").has("allow")) {
      assertThat(answer.header("Allow")).contains("POST");
    }
  }

  @Test
  void a_pause_holds_and_is_audited() {
    assertThat(post("/pause", "{\"conversation_id\": \"c\"}").status()).isEqualTo(200);
    assertThat(state()).isEqualTo(ControlState.PAUSED);
    assertThat(deeds()).containsExactly(new Action.Pause(C));
  }

  @Test
  void a_resume_ends_the_pause_and_is_audited() {
    post("/pause", "{\"conversation_id\": \"c\"}");
    Http.Answer answer = post("/resume", "{\"conversation_id\": \"c\"}");
    assertThat(answer.json().path("state").stringValue()).isEqualTo("active");
    assertThat(state()).isEqualTo(ControlState.ACTIVE);
    assertThat(deeds()).containsExactly(new Action.Pause(C), new Action.Resume(C));
  }

  @Test
  void d53_resuming_a_killed_conversation_says_that_it_stays_killed() {
    post("/terminate", "{\"conversation_id\": \"c\"}");
    Http.Answer answer = post("/resume", "{\"conversation_id\": \"c\"}");
    assertThat(answer.json().path("state").stringValue()).isEqualTo("killed");
    assertThat(state()).isEqualTo(ControlState.KILLED);
  }

  @Test
  void a_terminated_conversation_is_extinguished_at_once() {
    post("/terminate", "{\"conversation_id\": \"c\"}");
    assertThat(bus.events()).hasSize(2).anyMatch(Event.Extinguished.class::isInstance);
  }

  @Test
  void a_body_is_killed_and_revived() {
    assertThat(post("/kill_project", "{\"project_id\": \"x\"}").json())
        .isEqualTo(json("{\"project_id\": \"x\", \"state\": \"killed\"}"));
    assertThat(bus.isKilled(X)).isTrue();
    assertThat(post("/revive_project", "{\"project_id\": \"x\"}").json())
        .isEqualTo(json("{\"project_id\": \"x\", \"state\": \"active\", \"revived\": true}"));
    assertThat(post("/revive_project", "{\"project_id\": \"x\"}").json().path("revived"))
        .isEqualTo(json("false"));
    assertThat(bus.isKilled(X)).isFalse();
    assertThat(deeds()).startsWith(new Action.KillProject(X), new Action.ReviveProject(X));
  }

  @Test
  void who_acted_is_the_operator() {
    post("/pause", "{\"conversation_id\": \"c\"}");
    assertThat(bus.events())
        .singleElement()
        .isInstanceOfSatisfying(
            Event.Operated.class, act -> assertThat(act.actor()).isEqualTo("operator"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer", "Bearer ", "Bearer tok ok", "Bearer to", "Basic tok", "tok"})
  void without_the_token_nothing_happens(String authorization) {
    Http.Answer answer =
        http.send(
            "POST",
            "/terminate",
            Map.of("Authorization", authorization, "Content-Type", "application/json"),
            "{\"conversation_id\": \"c\"}");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
    assertThat(changes()).isEmpty();
  }

  @Test
  void the_token_is_asked_for_before_the_body_is_read() {
    assertThat(http.send("POST", "/pause", Map.of(), "not json").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonp"})
  void what_a_form_can_send_is_refused(String type) {
    Http.Answer answer =
        http.send(
            "POST",
            "/pause",
            Map.of("Authorization", "Bearer tok", "Content-Type", type),
            "{\"conversation_id\": \"c\"}");
    assertThat(answer.status()).isEqualTo(415);
    assertThat(changes()).isEmpty();
  }

  @Test
  void a_body_beyond_any_need_is_refused() {
    String padding = "x".repeat(Routes.LARGEST_BODY);
    Http.Answer answer =
        post("/pause", "{\"conversation_id\": \"c\", \"padding\": \"" + padding + "\"}");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(changes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"not json", "[]", "\"c\"", "{", "{} {}"})
  void a_body_that_is_no_object_is_refused(String body) {
    Http.Answer answer = post("/pause", body);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").stringValue()).contains("JSON object");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "/pause,conversation_id,{\"conversation_id\": 5}",
        "/pause,conversation_id,{\"conversation_id\": null}",
        "/pause,conversation_id,{\"conversation_id\": \"\"}",
        "/pause,conversation_id,{\"conversation_id\": \"a b\"}",
        "/terminate,conversation_id,{\"conversation_id\": \"c:d\"}",
        "/resume,conversation_id,{\"project_id\": \"x\"}",
        "/kill_project,project_id,{\"project_id\": \"broadcast\"}",
        "/kill_project,project_id,{\"project_id\": \"x\\ny\"}",
        "/revive_project,project_id,{\"project_id\": [\"x\"]}"
      })
  void an_id_that_cannot_be_is_refused_by_name(String path, String field, String body) {
    Http.Answer answer = post(path, body);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").path(0).path("loc"))
        .isEqualTo(json("[\"body\", \"" + field + "\"]"));
    assertThat(changes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/pause,POST",
    "PUT,/revive_project,POST",
    "POST,/health,GET",
    "BREW,/pause,POST"
  })
  void another_method_is_refused_with_the_right_one(String method, String path, String allowed) {
    Http.Answer answer = http.send(method, path, Map.of("Authorization", "Bearer tok"), "");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).contains(allowed);
  }

  @ParameterizedTest
  @CsvSource({"Host,evil.example", "Origin,https://evil.example", "Origin,null"})
  void a_page_of_another_site_gets_nowhere_even_with_the_token(String header, String value) {
    Http.Answer answer =
        http.send(
            "POST",
            "/pause",
            Map.of(
                "Authorization", "Bearer tok", "Content-Type", "application/json", header, value),
            "{\"conversation_id\": \"c\"}");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(changes()).isEmpty();
  }

  @Test
  void a_bus_that_does_not_answer_is_told_with_its_remedy() {
    bus.beforeCommand(name -> {
      throw new BusException.Unavailable("the bus is away; start it", new RuntimeException());
    });
    Http.Answer answer = post("/pause", "{\"conversation_id\": \"c\"}");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().path("detail").stringValue()).isEqualTo("the bus is away; start it");
  }

  private Http.Answer post(String path, String body) {
    return panel.post(path, body);
  }

  private ControlState state() {
    return bus.conversations(List.of(C)).getOrDefault(C, ControlState.ACTIVE);
  }

  private List<Action> deeds() {
    return changes().stream()
        .filter(Event.Operated.class::isInstance)
        .map(event -> ((Event.Operated) event).action())
        .toList();
  }

  /** What happened, refusals apart. */
  private List<Event> changes() {
    return bus.events().stream()
        .filter(event ->
            !(event instanceof Event.Operated deed && deed.action() instanceof Action.Refused))
        .toList();
  }

  private static JsonNode json(String text) {
    return Json.read(text).orElseThrow();
  }
}
