package aether.operator;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.AuditTrail.Verdict;
import aether.bus.ControlState;
import aether.event.Action;
import aether.event.Event;
import aether.testkit.Http;
import aether.web.AccessToken;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Guessing the token leads nowhere (D32). */
class TokenTest {
  private static final String PAUSE = "{\"conversation_id\": \"c\"}";

  private final Panel panel = new Panel();

  @AfterEach
  void stop() {
    panel.close();
  }

  @Test
  void d32_tokens_are_compared_as_hashes_and_in_constant_time() {
    JavaClasses mine = new ClassFileImporter().importClasses(AccessToken.class);
    classes()
        .should()
        .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
        .andShould()
        .callMethod(MessageDigest.class, "digest", byte[].class)
        .check(mine);
    noClasses()
        .should()
        .callMethodWhere(
            target(name("equals")).or(target(name("compareTo"))).or(target(name("contentEquals"))))
        .check(mine);
  }

  @Test
  void d32_after_five_wrong_tokens_in_a_minute_nobody_is_heard_until_it_is_over() {
    for (int i = 0; i < 5; i++) {
      assertThat(guess("Bearer wrong" + i).status()).isEqualTo(401);
    }
    assertThat(guess("Bearer wrong5").status()).isEqualTo(429);
    Http.Answer right = guess("Bearer tok");
    assertThat(right.status()).isEqualTo(429);
    assertThat(right.header("Retry-After")).isPresent();
    assertThat(panel.bus.conversations(List.of(Panel.C))).containsValue(ControlState.ACTIVE);

    panel.clock.advance(Duration.ofSeconds(61));
    assertThat(guess("Bearer tok").status()).isEqualTo(200);
  }

  @Test
  void wrong_tokens_are_audited_once_each_and_the_end_of_patience_once() {
    for (int i = 0; i < 20; i++) {
      guess("Bearer wrong" + i);
    }
    List<Action> refused = refusals();
    assertThat(refused).hasSize(6);
    assertThat(refused.getLast().toString()).contains("too many wrong tokens");
    assertThat(panel.bus.auditTrail().verify())
        .isInstanceOfSatisfying(
            Verdict.Whole.class, whole -> assertThat(whole.records()).isEqualTo(6));
  }

  @Test
  void whoever_shows_no_token_shuts_nobody_out_and_cannot_fill_the_trail() {
    for (int i = 0; i < 20; i++) {
      assertThat(panel.http.get("/api/bodies").status()).isEqualTo(401);
    }
    assertThat(guess("Bearer tok").status()).isEqualTo(200);
    assertThat(refusals()).hasSize(5);
  }

  @Test
  void no_token_shown_is_ever_written_down_or_sent_back() {
    Http.Answer answer = guess("Bearer canary-4711");
    assertThat(answer.body()).doesNotContain("canary");
    assertThat(panel.bus.events().toString()).doesNotContain("canary", "tok ");
    assertThat(panel.get("/api/audit").body()).doesNotContain("canary");
  }

  @Test
  void a_refused_order_is_audited_with_its_aim_and_its_reason() {
    panel.online(Panel.BETA);
    panel.post("/unregister", "{\"project_id\": \"beta\"}");
    panel.post("/approve", "{\"id\": \"1-0\"}");
    panel.post("/pause", "{\"conversation_id\": 5}");
    panel.post("/inject", "{\"to\": \"nobody\", \"text\": \"x\"}");

    assertThat(refusals())
        .extracting(action -> ((Action.Refused) action).attempted())
        .containsExactly("unregister", "approve", "pause", "inject");
    assertThat(refusals())
        .extracting(action -> ((Action.Refused) action).why())
        .allMatch(why -> !why.isBlank());
    assertThat(((Action.Refused) refusals().getFirst()).project()).contains(Panel.BETA);
  }

  private Http.Answer guess(String authorization) {
    return panel.http.send(
        "POST",
        "/pause",
        Map.of("Authorization", authorization, "Content-Type", "application/json"),
        PAUSE);
  }

  private List<Action> refusals() {
    return panel.bus.events().stream()
        .filter(Event.Operated.class::isInstance)
        .map(event -> ((Event.Operated) event).action())
        .filter(Action.Refused.class::isInstance)
        .toList();
  }
}
