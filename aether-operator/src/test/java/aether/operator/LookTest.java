package aether.operator;

import static org.assertj.core.api.Assertions.assertThat;

import aether.event.Action;
import aether.event.Event;
import aether.message.Envelope;
import aether.testkit.Http;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the panel shows. */
class LookTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Panel panel = new Panel();

  @AfterEach
  void stop() {
    panel.close();
  }

  @Test
  void bodies_are_shown_with_what_was_decided_about_them() {
    panel.online(Panel.BETA);
    panel.registered(Panel.GAMMA);
    panel.post("/pause_project", "{\"project_id\": \"beta\"}");
    panel.post("/ask_first", "{\"project_id\": \"gamma\", \"on\": true}");
    panel.sent("alpha", "beta", "one");

    JsonNode bodies = panel.get("/api/bodies").json();

    JsonNode beta = bodies.path(0);
    assertThat(beta.path("id").stringValue()).isEqualTo("beta");
    assertThat(beta.path("online").booleanValue()).isTrue();
    assertThat(beta.path("paused").booleanValue()).isTrue();
    assertThat(beta.path("queued").intValue()).isEqualTo(1);
    assertThat(beta.path("working_dir").isNull()).isTrue();
    assertThat(bodies.path(1).path("online").booleanValue()).isFalse();
    assertThat(bodies.path(1).path("ask_first").booleanValue()).isTrue();
  }

  @Test
  void conversations_come_newest_first_and_page_by_page() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      panel.clock.advance(Duration.ofSeconds(1));
      ids.addFirst(panel.sent("alpha", "beta", "number " + i).conversation().value());
    }
    eventually(() -> panel.get("/api/conversations?limit=100").json().size() == 60);

    JsonNode first = panel.get("/api/conversations").json();
    String place = first.path(49).path("place").stringValue();
    JsonNode second = panel.get("/api/conversations?before=" + place).json();

    assertThat(first).hasSize(50);
    assertThat(conversations(first)).isEqualTo(ids.subList(0, 50));
    assertThat(conversations(second)).isEqualTo(ids.subList(50, 60));
    assertThat(first.path(0).path("from").stringValue()).isEqualTo("alpha");
    assertThat(first.path(0).path("to").stringValue()).isEqualTo("beta");
    assertThat(first.path(0).path("ended").booleanValue()).isFalse();
  }

  @Test
  void d42_what_was_written_to_the_operator_is_shown() {
    panel.sent("beta", "operator", "It is 42.");
    panel.sent("beta", "alpha", "Not for you.");
    eventually(() -> panel.get("/api/conversations").json().size() == 2);

    JsonNode answers = panel.get("/api/answers").json();

    assertThat(answers).hasSize(1);
    assertThat(answers.path(0).path("envelope").path("body").path("text").stringValue())
        .isEqualTo("It is 42.");
  }

  @Test
  void a_terminated_conversation_has_ended_and_terminating_all_ends_the_others() {
    Envelope one = panel.sent("alpha", "beta", "one");
    Envelope two = panel.sent("alpha", "beta", "two");
    panel.post("/terminate", "{\"conversation_id\": \"" + one.conversation() + "\"}");
    eventually(() -> ended() == 1);

    assertThat(panel.post("/terminate_all", "{\"confirm\": \"yes\"}").status()).isEqualTo(422);
    Http.Answer answer = panel.post("/terminate_all", "{\"confirm\": \"all\"}");

    assertThat(answer.json().path("count").intValue()).isEqualTo(1);
    assertThat(answer.json().path("terminated").path(0).stringValue())
        .isEqualTo(two.conversation().value());
    eventually(() -> ended() == 2);
  }

  @Test
  void the_audit_is_every_action_with_its_actor_and_time() {
    panel.post("/pause", "{\"conversation_id\": \"c\"}");
    panel.post("/resume", "{\"conversation_id\": \"c\"}");
    panel.post("/kill_project", "{\"project_id\": \"beta\"}");

    JsonNode audit = panel.get("/api/audit").json();

    assertThat(audit).hasSize(3);
    assertThat(audit)
        .allSatisfy(record -> {
          assertThat(record.path("actor").stringValue()).isEqualTo("operator");
          assertThat(record.path("ts").stringValue()).isNotBlank();
        });
    assertThat(audit.path(2).path("detail").path("project_id").stringValue()).isEqualTo("beta");
    assertThat(panel.get("/api/audit?after=" + audit.path(1).path("place").stringValue()).json())
        .hasSize(1);
    assertThat(panel.get("/api/audit/verify").json().path("whole").booleanValue()).isTrue();
    assertThat(panel.bus.events())
        .filteredOn(Event.Operated.class::isInstance)
        .extracting(event -> ((Event.Operated) event).action())
        .endsWith(new Action.KillProject(Panel.BETA));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/conversations?limit=0",
        "/api/conversations?limit=501",
        "/api/conversations?limit=x",
        "/api/conversations?before=x",
        "/api/audit?after=-",
        "/api/dead?project_id=a%20b"
      })
  void a_question_that_cannot_be_answered_is_refused_by_name(String path) {
    Http.Answer answer = panel.get(path);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").path(0).path("loc").path(0).stringValue())
        .isEqualTo("query");
  }

  @Test
  void an_open_page_is_told_what_happens_and_let_go_when_the_panel_ends() throws Exception {
    panel.online(Panel.BETA);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + panel.port() + "/api/stream"))
            .header("Authorization", "Bearer tok")
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
      awaitLine(lines, "event: hello");
      panel.post("/pause", "{\"conversation_id\": \"c\"}");
      awaitLine(lines, "event: record");
      assertThat(lines.readLine()).contains("\"action\": \"pause\"");
      panel.close();
      awaitEnd(lines);
    }
  }

  /** Let go politely, or cut off: either way it is over. */
  private static void awaitEnd(BufferedReader lines) {
    try {
      while (lines.readLine() != null) {}
    } catch (IOException e) {
      assertThat(e).hasMessageMatching("(?i).*(closed|reset|eof).*");
    }
  }

  private static void awaitLine(BufferedReader lines, String wanted) throws Exception {
    String line = lines.readLine();
    while (!wanted.equals(line)) {
      assertThat(line).as("the end of the stream").isNotNull();
      line = lines.readLine();
    }
  }

  private long ended() {
    return StreamSupport.stream(panel.get("/api/conversations").json().spliterator(), false)
        .filter(talk -> talk.path("ended").booleanValue())
        .count();
  }

  private static List<String> conversations(JsonNode talks) {
    return talks.valueStream().map(talk -> talk.path("conversation_id").stringValue()).toList();
  }

  private static void eventually(Supplier<Boolean> condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.get()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
