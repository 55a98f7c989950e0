package aether.operator;

import static org.assertj.core.api.Assertions.assertThat;

import aether.event.Action;
import aether.event.Event;
import aether.testkit.Http;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every route of the panel against everything that must not get in. */
class EveryRouteTest {
  /** Each order with a body that it obeys or refuses by name. */
  static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry("/pause", "{\"conversation_id\": \"c\"}"),
          Map.entry("/resume", "{\"conversation_id\": \"c\"}"),
          Map.entry("/terminate", "{\"conversation_id\": \"c\"}"),
          Map.entry("/terminate_all", "{\"confirm\": \"all\"}"),
          Map.entry("/kill_project", "{\"project_id\": \"beta\"}"),
          Map.entry("/revive_project", "{\"project_id\": \"beta\"}"),
          Map.entry("/pause_project", "{\"project_id\": \"beta\"}"),
          Map.entry("/resume_project", "{\"project_id\": \"beta\"}"),
          Map.entry("/unregister", "{\"project_id\": \"beta\"}"),
          Map.entry("/ask_first", "{\"project_id\": \"beta\", \"on\": true}"),
          Map.entry("/inject", "{\"to\": \"beta\", \"text\": \"hi\"}"),
          Map.entry("/preview", "{\"to\": \"beta\", \"text\": \"hi\"}"),
          Map.entry("/approve", "{\"id\": \"1-0\"}"),
          Map.entry("/deny", "{\"id\": \"1-0\"}"),
          Map.entry("/retry_dead", "{\"project_id\": \"beta\", \"letter\": \"1-0\"}"),
          Map.entry("/drop_dead", "{\"project_id\": \"beta\", \"letter\": \"1-0\"}"),
          Map.entry("/grant_budget", "{\"project_id\": \"beta\", \"usd\": \"1\"}"));

  static final List<String> ORDERS = BODIES.keySet().stream().sorted().toList();
  static final List<String> LOOKS =
      List.of(
          "/api/bodies",
          "/api/conversations",
          "/api/approvals",
          "/api/answers",
          "/api/dead",
          "/api/budgets",
          "/api/audit",
          "/api/audit/verify");
  static final List<String> OPEN =
      Stream.concat(Stream.of("/health"), Asset.ALL.keySet().stream().sorted()).toList();
  static final List<String> GUARDED =
      Stream.of(LOOKS, List.of("/api/stream")).flatMap(List::stream).toList();
  static final List<String> EVERY = Stream.of(ORDERS, GUARDED, OPEN).flatMap(List::stream).toList();

  private final Panel panel = new Panel();

  @AfterEach
  void stop() {
    panel.close();
  }

  @ParameterizedTest
  @FieldSource("ORDERS")
  void with_the_token_an_order_is_obeyed_or_refused_in_words(String path) {
    panel.registered(Panel.BETA);
    for (int twice = 0; twice < 2; twice++) {
      Http.Answer answer = panel.post(path, BODIES.get(path));
      assertThat(answer.status()).isIn(200, 404);
      assertThat(answer.header("Content-Type")).hasValue("application/json");
    }
  }

  @ParameterizedTest
  @FieldSource("LOOKS")
  void with_the_token_everything_can_be_seen(String path) {
    assertThat(panel.get(path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @FieldSource("OPEN")
  void the_page_and_its_health_are_open_and_hold_no_token(String path) {
    Http.Answer answer = panel.http.get(path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("tok\"");
  }

  @ParameterizedTest
  @FieldSource("ORDERS")
  void without_the_token_no_order_is_obeyed(String path) {
    for (Map<String, String> headers :
        List.of(
            Map.<String, String>of(),
            Map.of("Authorization", "Bearer wrong"),
            Map.of("Authorization", "tok"),
            Map.of("X-Token", "tok"),
            Map.of("Cookie", "token=tok"))) {
      assertThat(order(path, headers, BODIES.get(path)).status()).isEqualTo(401);
    }
    assertThat(order(path + "?token=tok", Map.of(), BODIES.get(path)).status()).isEqualTo(401);
    assertThat(changes()).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("GUARDED")
  void without_the_token_nothing_can_be_seen(String path) {
    assertThat(panel.http.get(path).status()).isEqualTo(401);
    assertThat(panel.http.get(path + "?token=tok").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @FieldSource("EVERY")
  void another_method_is_refused_with_the_right_one(String path) {
    String right = ORDERS.contains(path) ? "POST" : "GET";
    for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")) {
      if (!method.equals(right)) {
        Http.Answer answer =
            panel.http.send(method, path, Map.of("Authorization", "Bearer tok"), "");
        assertThat(answer.status()).as(method).isEqualTo(405);
        assertThat(answer.header("Allow")).contains(right);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
      }
    }
    assertThat(changes()).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("ORDERS")
  void what_is_no_json_object_of_a_bearable_size_is_refused(String path) {
    Map<String, String> auth = Map.of("Authorization", "Bearer tok");
    for (String type :
        List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
      Map<String, String> headers = new HashMap<>(auth);
      headers.put("Content-Type", type);
      assertThat(panel.http.send("POST", path, headers, BODIES.get(path)).status()).isEqualTo(415);
    }
    assertThat(panel.http.send("POST", path, auth, BODIES.get(path)).status()).isEqualTo(415);
    for (String body : List.of("", "nonsense", "[]", "{", "{} {}", "[".repeat(9_000))) {
      assertThat(order(path, auth, body).status()).as(body).isEqualTo(422);
    }
    String large = "{\"padding\": \"" + "x".repeat(Routes.LARGEST_BODY) + "\"}";
    assertThat(order(path, auth, large).status()).isEqualTo(413);
    assertThat(changes()).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("ORDERS")
  void an_empty_order_names_what_is_missing(String path) {
    Http.Answer answer = panel.post(path, "{}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").path(0).path("msg").stringValue())
        .isEqualTo("field required");
  }

  @Test
  void only_this_host_asked_by_its_own_page_is_answered() {
    String mine = "127.0.0.1:" + panel.port();
    List<String> hosts =
        List.of(
            mine,
            "localhost:" + panel.port(),
            "[::1]:" + panel.port(),
            "evil.example",
            "127.0.0.1",
            "127.0.0.1:1",
            "127.0.0.1.evil.example:" + panel.port(),
            "0.0.0.0:" + panel.port());
    List<String> origins =
        List.of(
            "",
            "http://" + mine,
            "http://localhost:" + panel.port(),
            "https://" + mine,
            "https://evil.example",
            "null");
    List<String> let = new ArrayList<>();
    for (String path : EVERY.stream().filter(each -> !each.equals("/api/stream")).toList()) {
      for (int h = 0; h < hosts.size(); h++) {
        for (int o = 0; o < origins.size(); o++) {
          Map<String, String> headers = new HashMap<>();
          headers.put("Host", hosts.get(h));
          headers.put("Content-Type", "application/json");
          headers.put("Authorization", "Bearer tok");
          if (!origins.get(o).isEmpty()) {
            headers.put("Origin", origins.get(o));
          }
          boolean order = BODIES.containsKey(path);
          int status =
              panel.http.send(order ? "POST" : "GET", path, headers, order ? "{}" : "").status();
          if (h < 3 && o < 3) {
            let.add(path);
            assertThat(status).as(path + headers).isEqualTo(order ? 422 : 200);
          } else {
            assertThat(status).as(path + headers).isEqualTo(403);
          }
        }
      }
    }
    assertThat(let).hasSize(9 * (EVERY.size() - 1));
    assertThat(changes()).isEmpty();
  }

  @Test
  void what_a_browser_says_comes_from_elsewhere_is_refused() {
    for (String site : List.of("cross-site", "same-site", "strange")) {
      Map<String, String> headers = Map.of("Authorization", "Bearer tok", "Sec-Fetch-Site", site);
      assertThat(order("/pause", headers, BODIES.get("/pause")).status()).isEqualTo(403);
      assertThat(panel.http.send("GET", "/api/bodies", headers, "").status()).isEqualTo(403);
    }
    assertThat(changes()).isEmpty();
  }

  @Test
  void every_answer_is_guarded() {
    for (String path : EVERY.stream().filter(each -> !each.equals("/api/stream")).toList()) {
      Http.Answer answer = panel.http.get(path);
      assertThat(answer.header("X-Content-Type-Options")).as(path).hasValue("nosniff");
      assertThat(answer.header("X-Frame-Options")).hasValue("DENY");
      assertThat(answer.header("Referrer-Policy")).hasValue("no-referrer");
      assertThat(answer.header("Cache-Control")).hasValue("no-store");
      assertThat(answer.header("Server")).isEmpty();
      assertThat(answer.header("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
    }
  }

  private Http.Answer order(String path, Map<String, String> headers, String body) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", "application/json");
    return panel.http.send("POST", path, all, body);
  }

  /** What happened, refusals apart. */
  private List<Event> changes() {
    return panel.bus.events().stream()
        .filter(event ->
            !(event instanceof Event.Operated deed && deed.action() instanceof Action.Refused))
        .toList();
  }
}
