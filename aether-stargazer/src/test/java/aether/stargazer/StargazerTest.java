package aether.stargazer;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.bus.BusException;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Events;
import aether.message.ProjectId;
import aether.testkit.HandClock;
import aether.testkit.Http;
import aether.testkit.InMemoryBus;
import aether.wire.Json;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class StargazerTest {
  private final InMemoryBus bus = new InMemoryBus(new HandClock());
  private final Stargazer stargazer =
      Stargazer.start(
          new Stargazer.Source(bus, bus, bus, new HandClock()), Door.LOOPBACK, "127.0.0.1", 0);
  private final Http http = new Http(stargazer.address());

  @AfterEach
  void stop() {
    stargazer.close();
  }

  @Test
  void health_says_that_it_only_reads() {
    assertThat(http.get("/api/health").body()).isEqualTo("{\"ok\": true, \"readonly\": true}");
  }

  @Test
  void a_bus_that_does_not_answer_is_told_with_its_remedy() {
    bus.beforeCommand(name -> {
      throw new BusException.Unavailable("the bus is away; start it", new RuntimeException());
    });
    Http.Answer health = http.get("/api/health");
    Http.Answer log = http.get("/api/operator_log");
    assertThat(health.status()).isEqualTo(503);
    assertThat(health.json().path("ok").booleanValue()).isFalse();
    assertThat(log.status()).isEqualTo(503);
    assertThat(log.json().path("detail").stringValue()).isEqualTo("the bus is away; start it");
  }

  @Test
  void recent_gives_the_newest_records_as_they_stand_on_the_bus() {
    append(Events.sent("one"), Events.sent("two"), Events.sent("three"));
    Http.Answer answer = http.get("/api/recent?window=2");
    assertThat(answer.json().valueStream().map(row -> row.path("record")))
        .containsExactly(record(Events.sent("two")), record(Events.sent("three")));
    assertThat(answer.json().path(0).path("id").stringValue()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "1001", "99999999999", "many", ""})
  void a_window_that_cannot_be_is_refused_by_name(String window) {
    Http.Answer answer = http.get("/api/recent?window=" + window);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").path(0).path("loc"))
        .isEqualTo(Json.read("[\"query\", \"window\"]").orElseThrow());
  }

  @Test
  void a_timeline_has_the_whole_conversation_however_much_else_happened() {
    append(Events.sent("first"));
    bus.journal().append(Collections.nCopies(2500, unrelated()));
    append(Events.sent("last"));
    Http.Answer answer = http.get("/api/timeline?conversation_id=" + Events.CONVERSATION);
    assertThat(answer.json().path("hops").valueStream().map(hop -> hop.path("text").stringValue()))
        .containsExactly("first", "last");
  }

  @Test
  void without_a_conversation_the_timeline_has_all_and_the_telescope_nothing() {
    append(Events.sent("a"), unrelated());
    assertThat(http.get("/api/timeline").json().path("hops")).hasSize(1);
    assertThat(http.get("/api/telescope").json())
        .isEqualTo(
            Json.read("{\"conversation_id\": \"\", \"milestones\": [], \"ended\": false}")
                .orElseThrow());
  }

  @Test
  void a_conversation_without_a_name_is_refused_by_name() {
    Http.Answer answer = http.get("/api/timeline?conversation_id=");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains("conversation_id");
  }

  @Test
  void the_constellation_has_registered_and_seen_bodies() {
    bus.registrar().register(new Body(new ProjectId("quiet"), "never wrote", List.of()), false);
    append(Events.sent("hello?"));
    assertThat(http.get("/api/constellation").json().propertyNames())
        .containsExactly("alpha", "beta", "quiet");
  }

  @Test
  void an_unknown_page_is_a_404_in_json() {
    Http.Answer answer = http.get("/nope");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("{\"detail\": \"Not Found\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "BREW"})
  void every_method_but_get_is_refused(String method) {
    for (String path : List.of("/", "/api/recent", "/api/timeline", "/nope")) {
      Http.Answer answer = http.send(method, path, Map.of(), "");
      assertThat(answer.status()).as(method + " " + path).isEqualTo(405);
      assertThat(answer.header("Allow")).contains("GET");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:{port}", "127.0.0.1:1", "127.0.0.1"})
  void a_request_for_another_host_gets_no_answer(String host) {
    Http.Answer answer = http.send("GET", "/api/recent", Map.of("Host", port(host)), "");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().path("detail").stringValue()).contains("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:{port}", "localhost:{port}", "LocalHost:{port}", "[::1]:{port}"})
  void a_request_for_this_machine_is_answered(String host) {
    assertThat(http.send("GET", "/api/health", Map.of("Host", port(host)), "").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://evil.example", "null", "http://127.0.0.1", "https://127.0.0.1:{port}"})
  void a_page_of_another_site_gets_no_answer(String origin) {
    assertThat(http.send("GET", "/api/recent", Map.of("Origin", port(origin)), "").status())
        .isEqualTo(403);
  }

  @Test
  void a_page_of_this_site_may_ask() {
    String mine = port("http://localhost:{port}");
    assertThat(http.send("GET", "/api/recent", Map.of("Origin", mine), "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/recent", "/nope", "/api/recent?window=x"})
  void every_answer_is_guarded(String path) {
    Http.Answer answer = http.get(path);
    assertThat(answer.header("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "frame-ancestors 'none'");
    assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.header("Server")).isEmpty();
  }

  @Test
  void the_page_has_no_script_of_its_own_and_each_file_it_names_is_served() {
    String page = http.get("/").body();
    List<String> links =
        Pattern.compile("(?:href|src)=\"(/[^\"]+)\"")
            .matcher(page)
            .results()
            .map(r -> r.group(1))
            .toList();
    assertThat(page).doesNotContainIgnoringCase("<style", "style=", "onload");
    assertThat(page).doesNotContainPattern("<script(?![^>]* src=)");
    assertThat(links)
        .hasSizeGreaterThan(3)
        .allSatisfy(link -> assertThat(http.get(link).status()).isEqualTo(200));
  }

  @Test
  void d19_hostile_text_is_never_served_as_a_page() {
    append(Events.sent("<img src=x onerror=alert(1)>"));
    Http.Answer answer = http.get("/api/recent");
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.body()).contains("<img src=x onerror=alert(1)>");
  }

  private String port(String template) {
    return template.replace("{port}", String.valueOf(stargazer.address().getPort()));
  }

  private void append(Event... events) {
    bus.journal().append(List.of(events));
  }

  private static Event unrelated() {
    return EventCodec.decode("{\"kind\": \"weather\"}");
  }

  private static JsonNode record(Event event) {
    return Json.read(EventCodec.encode(event)).orElseThrow();
  }
}
