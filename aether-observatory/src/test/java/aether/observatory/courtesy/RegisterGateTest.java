package aether.observatory.courtesy;

import static org.assertj.core.api.Assertions.assertThat;

import aether.event.Extinction;
import aether.message.Content;
import aether.message.EnvelopeCodec;
import aether.message.Intent;
import aether.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RegisterGateTest {
  /** D47: rows marked as faults, with our answer. */
  private static final Map<String, Boolean> CORRECTED =
      Map.ofEntries(
          Map.entry("Thanks for the quick answer!", true),
          Map.entry("noted", true),
          Map.entry("Thank  you", true),
          Map.entry("知道了", true),
          Map.entry("谢谢", true),
          Map.entry("ok merge", false),
          Map.entry("thanks, rejected", false),
          Map.entry("好的，欄位是訂單編號", false),
          Map.entry("謝謝，請問主鍵是什麼", false),
          Map.entry("了解，但是這個設計不對", false));

  /** Unmarked rows in which we differ, and why: what may be content passes. */
  private static final Map<String, String> DEVIATIONS =
      Map.ofEntries(
          Map.entry("Looks good. Merge it.", "an order, as in the corrected 'ok merge'"),
          Map.entry("ok I will rebase", "announces an action"),
          Map.entry("cool, failed", "a verdict, as in the corrected 'thanks, rejected'"),
          Map.entry("收到，已開始部署", "says that the deployment has begun"),
          Map.entry("ok 訂單已建立完成", "says that the order is created"),
          Map.entry("ok. bar", "an unknown word may be a name or a verdict"),
          Map.entry("thanks abcdefghijkl", "an unknown word may be a name or a verdict"),
          Map.entry("thanks abcdefghijkl.", "an unknown word may be a name or a verdict"),
          Map.entry("great-grandparent", "another word, of which 'great' is only a part"),
          Map.entry("ok étéÉté", "camel case in any alphabet is an identifier"),
          Map.entry("ok MyVar", "an identifier"),
          Map.entry("ok MY_VAR", "an identifier, as 'ok FOO_BAR' of D47"),
          Map.entry("ok x_", "an identifier"),
          Map.entry("thanks http://x", "an address"),
          Map.entry("thanks <b>bold</b>", "an unknown word, whatever its markup"),
          Map.entry(
              "let  me know", "white space does not count, as in the corrected 'Thank  you'"));

  /** Gate rows whose intent is none of ours: the control block makes it inform (CONTRACT §6). */
  private static final Set<String> ORDINARY_INTENTS =
      Set.of("ask", "inform", "task", "result", "ack");

  @TestFactory
  Stream<DynamicTest> every_vector_holds_or_is_corrected() throws IOException {
    return rows("vectors")
        .map(row -> {
          String text = row.path("text").stringValueOpt().orElse("");
          return DynamicTest.dynamicTest(
              "'" + text + "'",
              () -> assertThat(RegisterGate.isPurelySocial(text)).isEqualTo(expected(row, text)));
        });
  }

  @Test
  void d47_exactly_the_marked_rows_are_corrected() throws IOException {
    assertThat(
            rows("vectors")
                .filter(row -> row.path("first_aether_fault").asBoolean(false))
                .map(row -> row.path("text").stringValue()))
        .containsExactlyInAnyOrderElementsOf(CORRECTED.keySet());
  }

  @Test
  void every_deviation_is_one() throws IOException {
    assertThat(
            rows("vectors")
                .filter(row -> !row.path("first_aether_fault").asBoolean(false))
                .filter(row -> {
                  String text = row.path("text").stringValueOpt().orElse("");
                  return recorded(row) != RegisterGate.isPurelySocial(text);
                })
                .map(row -> row.path("text").stringValue()))
        .containsExactlyInAnyOrderElementsOf(DEVIATIONS.keySet());
  }

  @TestFactory
  Stream<DynamicTest> every_gate_row_with_a_reply_of_ours_holds() throws IOException {
    return rows("gates")
        .filter(row -> row.path("reply_body").path("text").isString())
        .map(row ->
            DynamicTest.dynamicTest(
                Json.write(row.path("reply_body")),
                () ->
                    assertThat(RegisterGate.judge(content(row.path("reply_body"))))
                        .isEqualTo(gate(row))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LGTM",
        "lgtm, thanks!",
        "谢谢！",
        "收到，谢谢",
        "好的了解",
        "Thanks so much for the detailed explanation.",
        "Got it, thanks 🙏",
        "You’re welcome!",
        "ok ok ok",
        "Received it, thank you very much",
      })
  void d47_courtesy_stays_at_home(String text) {
    assertThat(RegisterGate.judge(new Content(Intent.INFORM, text)))
        .contains(Extinction.Gate.EMPTY_CONTENT_LINT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ok FOO_BAR",
        "no",
        "ok, no",
        "not ok",
        "Thanks, but no",
        "Got it: it fails",
        "ok for the update",
        "thanks, approved",
        "looks good, ship it",
        "noted: breaking",
        "LGTM except naming",
        "不好的",
        "沒收到",
        "好的，回覆",
        "收到，不行",
        "谢谢，用整数",
        "了解嗎",
        "謝謝，不用了",
        "好的，刪掉",
        "ok 👎 revert",
      })
  void d47_content_is_never_killed(String text) {
    assertThat(RegisterGate.judge(new Content(Intent.INFORM, text))).isEmpty();
  }

  @Test
  void more_filler_than_the_residue_allows_passes() {
    assertThat(RegisterGate.isPurelySocial("ok then really")).isTrue();
    assertThat(RegisterGate.isPurelySocial("ok then really, so it all")).isFalse();
  }

  @Property(tries = 10_000)
  void an_unknown_word_always_passes(@ForAll String text) {
    assertThat(RegisterGate.judge(new Content(Intent.RESULT, "thanks, rejected: " + text)))
        .isEmpty();
  }

  private static boolean expected(JsonNode row, String text) {
    Boolean corrected = CORRECTED.get(text);
    if (corrected != null) {
      return corrected;
    }
    return DEVIATIONS.containsKey(text) != recorded(row);
  }

  private static boolean recorded(JsonNode row) {
    return row.path("is_pure_social").path("ok").booleanValue();
  }

  private static Content content(JsonNode body) {
    Intent intent =
        body.path("intent").stringValueOpt().flatMap(EnvelopeCodec::intent).orElse(Intent.INFORM);
    return new Content(intent, body.path("text").stringValue());
  }

  private static Optional<Extinction.Gate> gate(JsonNode row) {
    JsonNode body = row.path("reply_body");
    boolean foreign =
        body.has("intent")
            && !ORDINARY_INTENTS.contains(body.path("intent").stringValueOpt().orElse(""));
    return foreign
        ? Optional.empty()
        : switch (row.path("gate").path("ok").stringValueOpt().orElse("")) {
          case "intent_ack" -> Optional.of(Extinction.Gate.INTENT_ACK);
          case "empty_content_lint" -> Optional.of(Extinction.Gate.EMPTY_CONTENT_LINT);
          default -> Optional.empty();
        };
  }

  private static Stream<JsonNode> rows(String name) throws IOException {
    try (InputStream in =
        RegisterGateTest.class.getResourceAsStream("/fixtures/register_gate.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Json.readObject(text).orElseThrow().path(name).valueStream();
    }
  }
}
