package aether.operator;

import static org.assertj.core.api.Assertions.assertThat;

import aether.event.Action;
import aether.event.Event;
import aether.message.Envelope;
import aether.testkit.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What waits for the operator: replies, dead letters, Bodies without money. */
class WaitingRoomTest {
  private final Panel panel = new Panel();

  @AfterEach
  void stop() {
    panel.close();
  }

  @Test
  void a_reply_is_shown_whole_and_approved_once() {
    panel.registered(Panel.BETA);
    Envelope reply = panel.waiting(panel.sent("alpha", "beta", "Which?"), "It is 42.\n<b>x</b>");
    Http.Answer shown = panel.get("/api/approvals");
    String id = shown.json().path(0).path("id").stringValue();
    assertThat(shown.json().path(0).path("envelope").path("body").path("text").stringValue())
        .isEqualTo("It is 42.\n<b>x</b>");

    assertThat(panel.post("/approve", "{\"id\": \"" + id + "\"}").status()).isEqualTo(200);
    assertThat(panel.post("/approve", "{\"id\": \"" + id + "\"}").status()).isEqualTo(404);
    assertThat(panel.post("/deny", "{\"id\": \"" + id + "\"}").status()).isEqualTo(404);

    assertThat(panel.bus.inboxOf(Panel.alpha())).containsExactly(reply);
    assertThat(panel.get("/api/approvals").json()).isEmpty();
  }

  @Test
  void a_denied_reply_is_gone() {
    Envelope _ = panel.waiting(panel.sent("alpha", "beta", "Which?"), "It is 42.");
    String id = panel.get("/api/approvals").json().path(0).path("id").stringValue();
    assertThat(panel.post("/deny", "{\"id\": \"" + id + "\"}").json().path("done").booleanValue())
        .isTrue();
    assertThat(panel.bus.inboxOf(Panel.alpha())).isEmpty();
    assertThat(panel.get("/api/approvals").json()).isEmpty();
  }

  @Test
  void d53_a_reply_of_a_killed_conversation_cannot_be_approved() {
    Envelope reply = panel.waiting(panel.sent("alpha", "beta", "Which?"), "It is 42.");
    String id = panel.get("/api/approvals").json().path(0).path("id").stringValue();
    panel.post("/terminate", "{\"conversation_id\": \"" + reply.conversation() + "\"}");
    Http.Answer answer = panel.post("/approve", "{\"id\": \"" + id + "\"}");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("detail").stringValue()).contains("killed", "deny");
    assertThat(panel.bus.inboxOf(Panel.alpha())).isEmpty();
  }

  @Test
  void a_dead_letter_is_shown_retried_and_dropped() {
    panel.registered(Panel.BETA);
    panel.died(panel.sent("alpha", "beta", "one"));
    panel.died(panel.sent("alpha", "beta", "two"));
    Http.Answer shown = panel.get("/api/dead");
    assertThat(shown.json()).hasSize(2).isEqualTo(panel.get("/api/dead?project_id=beta").json());
    String first = shown.json().path(0).path("letter").stringValue();
    String second = shown.json().path(1).path("letter").stringValue();

    assertThat(order("/retry_dead", first).json().path("retried").booleanValue()).isTrue();
    assertThat(panel.bus.inboxOf(Panel.BETA)).hasSize(1);
    assertThat(order("/retry_dead", first).status()).isEqualTo(404);
    assertThat(order("/retry_dead", "9-9").json().path("detail").stringValue())
        .contains("9-9", second);
    assertThat(order("/drop_dead", second).json().path("dropped").booleanValue()).isTrue();
    assertThat(order("/drop_dead", second).status()).isEqualTo(404);
    assertThat(panel.get("/api/dead").json()).isEmpty();
  }

  @Test
  void budgets_are_shown_and_granted() {
    Http.Answer shown = panel.get("/api/budgets");
    assertThat(shown.json().path("bodies").path(0).path("meters").path(0).path("left"))
        .hasToString("\"19\"");

    Http.Answer answer =
        panel.post("/grant_budget", "{\"project_id\": \"beta\", \"usd\": \"2.50\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(panel.books.granted).hasSize(1);
    assertThat(panel.bus.events())
        .singleElement()
        .isInstanceOfSatisfying(
            Event.Operated.class,
            deed -> assertThat(deed.action()).isInstanceOf(Action.GrantBudget.class));
    assertThat(
            panel.post("/grant_budget", "{\"project_id\": \"gamma\", \"usd\": \"2.50\"}").status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "usd|{\"project_id\": \"beta\"}",
        "usd|{\"project_id\": \"beta\", \"usd\": \"0\"}",
        "usd|{\"project_id\": \"beta\", \"usd\": \"-1\"}",
        "usd|{\"project_id\": \"beta\", \"usd\": \"1e9\"}",
        "usd|{\"project_id\": \"beta\", \"usd\": \"1e-99\"}",
        "usd|{\"project_id\": \"beta\", \"usd\": \"much\"}",
        "usd|{\"project_id\": \"beta\", \"usd\": true}",
        "minutes|{\"project_id\": \"beta\", \"usd\": 1, \"minutes\": 0}",
        "minutes|{\"project_id\": \"beta\", \"usd\": 1, \"minutes\": 1441}"
      })
  void a_grant_that_cannot_be_is_refused_by_name(String field, String body) {
    Http.Answer answer = panel.post("/grant_budget", body);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").path(0).path("loc").path(1).stringValue())
        .isEqualTo(field);
    assertThat(panel.books.granted).isEmpty();
  }

  private Http.Answer order(String path, String letter) {
    return panel.post(path, "{\"project_id\": \"beta\", \"letter\": \"" + letter + "\"}");
  }
}
