package aether.stargazer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.bus.BusException;
import aether.config.Secret;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Events;
import aether.message.ProjectId;
import aether.testkit.HandClock;
import aether.testkit.Http;
import aether.testkit.InMemoryBus;
import aether.web.AccessToken;
import aether.web.Listening;
import aether.wire.Json;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
          new Stargazer.Source(bus, bus, bus, new HandClock()),
          Door.LOOPBACK,
          HubLimits.USUAL,
          Listening.here(0));
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
  void conversations_are_listed_newest_first_with_what_they_cost_together() {
    tellTheDay();
    JsonNode page = http.get("/api/conversations?limit=2").json();
    assertThat(page.path("total").intValue()).isGreaterThan(30);
    assertThat(page.path("items")).hasSize(2);
    assertThat(page.path("cost_usd").decimalValue()).isPositive();
    assertThat(page.path("items").path(0).path("last").stringValue())
        .isGreaterThan(page.path("items").path(1).path("last").stringValue());
    JsonNode next = http.get("/api/conversations?limit=2&offset=1").json();
    assertThat(next.path("items").path(0)).isEqualTo(page.path("items").path(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "body=payments&reason=horizon",
        "state=ended&q=WALLET%20HAS",
        "q=caps%20at%2015",
        "reason=horizon&from=2026-01-05T09:00:00Z&until=2026-01-05T10:00:00Z"
      })
  void conversations_are_found_by_what_they_are(String filter) {
    tellTheDay();
    JsonNode page = http.get("/api/conversations?" + filter).json();
    assertThat(page.path("items").valueStream().map(c -> c.path("conversation_id").stringValue()))
        .containsExactly(Scenes.LOOP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"state=asleep", "limit=0", "limit=1001", "offset=-1", "from=noon"})
  void a_filter_that_cannot_be_is_refused_by_name(String filter) {
    Http.Answer answer = http.get("/api/conversations?" + filter);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains(filter.substring(0, filter.indexOf('=')));
  }

  @Test
  void d34_a_conversation_is_whole_with_turns_costs_and_how_it_ended() {
    tellTheDay();
    JsonNode whole = http.get("/api/conversations/" + Scenes.LOOP).json();
    assertThat(whole.path("rows")).hasSize(9);
    assertThat(whole.path("state").stringValue()).isEqualTo("ended");
    assertThat(whole.path("detail").stringValue()).isEqualTo("hop 8 of 8");
    assertThat(whole.path("rows").path(0).path("turns").path(0).path("cost_usd").decimalValue())
        .isEqualByComparingTo("0.0219");
    assertThat(http.get("/api/conversations/none").status()).isEqualTo(404);
  }

  @Test
  void a_conversation_can_be_taken_along_to_read_and_to_process() {
    tellTheDay();
    Http.Answer lines = http.get("/api/export/" + Scenes.REFUND);
    Http.Answer text = http.get("/api/export/" + Scenes.REFUND + "?format=markdown");
    assertThat(lines.body().lines()).hasSizeGreaterThan(10).allMatch(l -> Json.read(l).isPresent());
    assertThat(lines.header("Content-Disposition"))
        .hasValueSatisfying(v -> assertThat(v).startsWith("attachment").contains(".jsonl"));
    assertThat(text.body()).startsWith("# Conversation").contains("refund.kind");
    assertThat(http.get("/api/export/" + Scenes.REFUND + "?format=exe").status()).isEqualTo(422);
  }

  @Test
  void every_body_has_what_it_does_and_what_it_cost_today() {
    bus.registrar()
        .register(new Body(new ProjectId("ledger"), "keeps books", List.of("books")), false);
    tellTheDay();
    JsonNode ledger =
        http.get("/api/bodies")
            .json()
            .valueStream()
            .filter(b -> b.path("id").stringValue().equals("ledger"))
            .findFirst()
            .orElseThrow();
    assertThat(ledger.path("description").stringValue()).isEqualTo("keeps books");
    assertThat(ledger.path("cost_today_usd").decimalValue()).isPositive();
    assertThat(ledger.path("state").stringValue()).isEqualTo("offline");
    assertThat(ledger.path("last_stop").path("reason").stringValue()).isNotEmpty();
  }

  @Test
  void turns_that_run_come_first() {
    tellTheDay();
    JsonNode turns = http.get("/api/turns").json();
    assertThat(turns.path(0).path("ended").isNull()).isTrue();
    assertThat(turns.path(0).path("steps")).isNotEmpty();
    assertThat(turns.path(0).path("spent_usd").isNumber()).isTrue();
  }

  @Test
  void at_an_earlier_time_conversations_and_turns_are_told_as_they_stood_then() {
    tellTheDay();
    JsonNode whole = http.get("/api/conversations/" + Scenes.LOOP).json();
    String began = whole.path("rows").path(0).path("turns").path(0).path("began").stringValue();
    JsonNode then =
        http.get("/api/conversations?until=" + began.replace("+00:00", "Z")).json().path("items");
    JsonNode loop =
        then.valueStream()
            .filter(c -> c.path("conversation_id").stringValue().equals(Scenes.LOOP))
            .findFirst()
            .orElseThrow();
    JsonNode running = http.get("/api/turns?until=" + began.replace("+00:00", "Z")).json();

    assertThat(whole.path("state").stringValue()).isEqualTo("ended");
    assertThat(loop.path("state").stringValue()).isEqualTo("thinking");
    assertThat(loop.path("cost_usd").decimalValue()).isZero();
    assertThat(running.valueStream())
        .anyMatch(turn ->
            turn.path("conversation_id").stringValue().equals(Scenes.LOOP)
                && turn.path("ended").isNull());
    assertThat(running.valueStream())
        .allMatch(turn -> turn.path("began").stringValue().compareTo(began) <= 0);
    assertThat(http.get("/api/turns?until=noon").status()).isEqualTo(422);
  }

  @Test
  void a_text_is_found_wherever_it_was_said() {
    tellTheDay();
    JsonNode hits = http.get("/api/search?q=PinnedKeys").json().path("hits");
    assertThat(hits).isNotEmpty();
    assertThat(hits.path(0).path("conversation_id").stringValue()).isEqualTo(Scenes.RELEASE);
    assertThat(http.get("/api/search?q=%20").json().path("hits")).isEmpty();
  }

  @Test
  void a_monitor_can_scrape_what_happened() {
    tellTheDay();
    String metrics = http.get("/metrics").body();
    assertThat(metrics)
        .contains(
            "aether_mirror_extinctions{reason=\"horizon\"} 1.0",
            "aether_bus_up 1.0",
            "aether_stargazer_sse_clients 0.0",
            "aether_mirror_unbegun{body=",
            "aether_mirror_cost_usd{body=\"ledger\"}");
  }

  @Test
  void what_the_mirror_forgets_is_forgotten() {
    append(Events.sent("one"));
    assertThat(http.get("/api/conversations").json().path("total").intValue()).isEqualTo(1);
    Archive archive = new Archive(bus, 3);
    append(Events.sent("two"), Events.sent("three"), unrelated(), unrelated());
    archive.catchUp();
    assertThat(archive.latest(10)).hasSize(3);
    assertThat(archive.of(Events.CONVERSATION)).hasSize(1);
    assertThat(archive.synopses().iterator().next().size().messages()).isEqualTo(1);
  }

  @Test
  void with_a_token_nothing_is_shown_to_whoever_lacks_it() {
    Door door = new Door(Set.of(), Optional.of(new AccessToken(new Secret("s3cret"))));
    try (Stargazer guarded =
        Stargazer.start(
            new Stargazer.Source(bus, bus, bus, new HandClock()),
            door,
            HubLimits.USUAL,
            Listening.here(0))) {
      Http asks = new Http(guarded.address());
      String basic = Base64.getEncoder().encodeToString("me:s3cret".getBytes(UTF_8));
      for (String path : List.of("/", "/stream", "/api/recent", "/metrics", "/assets/main.js")) {
        Http.Answer answer = asks.get(path);
        assertThat(answer.status()).as(path).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isPresent();
      }
      for (String shown : List.of("Bearer s3cret", "Basic " + basic)) {
        assertThat(asks.send("GET", "/api/recent", Map.of("Authorization", shown), "").status())
            .isEqualTo(200);
      }
      for (String shown : List.of("Bearer wrong", "Basic s3cret", "s3cret")) {
        assertThat(asks.send("GET", "/api/recent", Map.of("Authorization", shown), "").status())
            .isEqualTo(401);
      }
    }
  }

  @Test
  void a_link_from_elsewhere_opens_the_page_and_nothing_else() {
    Map<String, String> link =
        Map.of(
            "Sec-Fetch-Site",
            "cross-site",
            "Sec-Fetch-Mode",
            "navigate",
            "Sec-Fetch-Dest",
            "document");
    assertThat(http.send("GET", "/?c=x", link, "").status()).isEqualTo(200);
    assertThat(http.send("GET", "/api/recent", link, "").status()).isEqualTo(403);
    Map<String, String> frame = new HashMap<>(link);
    frame.put("Sec-Fetch-Dest", "iframe");
    assertThat(http.send("GET", "/", frame, "").status()).isEqualTo(403);
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
        .isEqualTo(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src"
                + " 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
    assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
    assertThat(answer.header("Cross-Origin-Opener-Policy")).contains("same-origin");
    assertThat(answer.header("Cross-Origin-Resource-Policy")).contains("same-origin");
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

  private void tellTheDay() {
    bus.journal().append(Traffic.day(new HandClock().instant()));
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
