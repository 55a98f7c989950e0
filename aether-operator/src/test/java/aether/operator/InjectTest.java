package aether.operator;

import static org.assertj.core.api.Assertions.assertThat;

import aether.event.Action;
import aether.event.Event;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.testkit.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InjectTest {
  private final Panel panel = new Panel();

  @BeforeEach
  void somebody_to_write_to() {
    panel.registered(Panel.BETA);
    panel.registered(Panel.GAMMA);
  }

  @AfterEach
  void stop() {
    panel.close();
  }

  @Test
  void a_message_is_on_the_bus_with_its_event_and_its_audit() {
    Http.Answer answer =
        panel.post(
            "/inject",
            "{\"to\": \"beta\", \"text\": \"hi\", \"intent\": \"task\", \"max_hops\": 3,"
                + " \"conversation_id\": \"c\"}");

    assertThat(answer.status()).isEqualTo(200);
    Envelope sent = panel.bus.inboxOf(Panel.BETA).getFirst();
    assertThat(answer.json().path("message_id").stringValue()).isEqualTo(sent.id().value());
    assertThat(answer.json().path("conversation_id").stringValue()).isEqualTo("c");
    assertThat(answer.json().path("type").stringValue()).isEqualTo("comet");
    assertThat(sent.from()).isEqualTo(ProjectId.OPERATOR);
    assertThat(sent.content().intent()).isEqualTo(Intent.TASK);
    assertThat(sent.hops().max()).isEqualTo(3);
    assertThat(panel.bus.events())
        .filteredOn(Event.Operated.class::isInstance)
        .extracting(event -> ((Event.Operated) event).action())
        .containsExactly(new Action.Inject(Panel.C, new Recipient.Project(Panel.BETA), sent.id()));
  }

  @Test
  void a_wave_may_ask_for_answers_and_anybody_may_be_its_sender() {
    Http.Answer answer =
        panel.post(
            "/inject",
            "{\"to\": \"broadcast\", \"text\": \"hi\", \"solicit\": true, \"from\": \"gamma\"}");
    assertThat(answer.json().path("type").stringValue()).isEqualTo("wave");
    assertThat(panel.bus.waves())
        .singleElement()
        .satisfies(wave -> {
          assertThat(wave.to()).isEqualTo(new Recipient.Everyone(true));
          assertThat(wave.from()).isEqualTo(Panel.GAMMA);
        });
  }

  @Test
  void d52_a_recipient_that_does_not_exist_is_refused_with_those_that_do() {
    for (String to : new String[] {"betta", "nobody", "x:y", "*"}) {
      Http.Answer answer = panel.post("/inject", "{\"to\": \"" + to + "\", \"text\": \"hi\"}");
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.json().path("detail").stringValue()).contains(to, "beta, gamma");
    }
    assertThat(panel.bus.inboxOf(new ProjectId("betta"))).isEmpty();
    assertThat(panel.bus.events()).allMatch(Event.Operated.class::isInstance);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "to|{\"to\": \"\", \"text\": \"x\"}",
        "to|{\"to\": 5, \"text\": \"x\"}",
        "text|{\"to\": \"beta\", \"text\": 5}",
        "text|{\"to\": \"beta\", \"text\": \"  \"}",
        "text|{\"to\": \"beta\", \"text\": \"\\u00a0\"}",
        "intent|{\"to\": \"beta\", \"text\": \"x\", \"intent\": \"shout\"}",
        "intent|{\"to\": \"beta\", \"text\": \"x\", \"intent\": \"ack\"}",
        "max_hops|{\"to\": \"beta\", \"text\": \"x\", \"max_hops\": 0}",
        "max_hops|{\"to\": \"beta\", \"text\": \"x\", \"max_hops\": 65}",
        "max_hops|{\"to\": \"beta\", \"text\": \"x\", \"max_hops\": \"8\"}",
        "max_hops|{\"to\": \"beta\", \"text\": \"x\", \"max_hops\": 1.5}",
        "conversation_id|{\"to\": \"beta\", \"text\": \"x\", \"conversation_id\": \"\"}",
        "conversation_id|{\"to\": \"beta\", \"text\": \"x\", \"conversation_id\": \"a b\"}",
        "solicit|{\"to\": \"broadcast\", \"text\": \"x\", \"solicit\": \"yes\"}",
        "solicit|{\"to\": \"beta\", \"text\": \"x\", \"solicit\": true}",
        "from|{\"to\": \"beta\", \"text\": \"x\", \"from\": \"broadcast\"}",
        "from|{\"to\": \"beta\", \"text\": \"x\", \"from\": \"a\\nb\"}"
      },
      delimiter = '|')
  void d52_a_value_that_cannot_be_is_refused_by_name_and_nothing_is_sent(
      String field, String body) {
    for (String path : new String[] {"/inject", "/preview"}) {
      Http.Answer answer = panel.post(path, body);
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.json().path("detail").path(0).path("loc").path(1).stringValue())
          .isEqualTo(field);
    }
    assertThat(panel.bus.inboxOf(Panel.BETA)).isEmpty();
    assertThat(panel.bus.waves()).isEmpty();
  }

  @Test
  void a_preview_shows_the_block_and_sends_nothing() {
    Http.Answer answer =
        panel.post("/preview", "{\"to\": \"beta\", \"text\": \"<script>alert(1)</script>\"}");
    assertThat(answer.json().path("block").stringValue())
        .contains("BEGIN MESSAGE", "<script>alert(1)</script>");
    assertThat(answer.header("Content-Type")).hasValue("application/json");
    assertThat(panel.bus.events()).isEmpty();
  }
}
