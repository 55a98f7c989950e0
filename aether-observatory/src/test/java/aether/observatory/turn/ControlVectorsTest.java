package aether.observatory.turn;

import static org.assertj.core.api.Assertions.assertThat;

import aether.message.Content;
import aether.message.EnvelopeCodec;
import aether.message.Intent;
import aether.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The recorded answers of the first Aether, and what we answer where it was wrong. */
class ControlVectorsTest {
  private static final Optional<ControlBlock> MALFORMED = Optional.empty();
  private static final Optional<ControlBlock> SILENCE = Optional.of(ControlBlock.silence(""));
  private static final Optional<ControlBlock> ASKS_BETA =
      Optional.of(
          new ControlBlock(Optional.of("beta"), Optional.of(new Content(Intent.ASK, "q?")), ""));

  /** Rows in which the first Aether was wrong (D36, D37, D38): ours by name. */
  private static final Map<String, Optional<ControlBlock>> CORRECTED =
      Map.of(
          "unbalanced_close_in_string", Optional.of(says("a close } brace")),
          "prose_open_brace_before", ASKS_BETA,
          "code_unbalanced_before", ASKS_BETA,
          "true_text_null", MALFORMED,
          "true_text_zero", MALFORMED,
          "context_string", MALFORMED,
          "truncated_then_valid", SILENCE,
          "infinity", MALFORMED,
          "double_braces_as_in_contract", SILENCE,
          "leading_brace_then_object", SILENCE);

  /** D39: the row quotes the message; here the message is given, as in a real turn. */
  private static final String QUOTED = "quoted_user_block_then_silence";

  @TestFactory
  Stream<DynamicTest> every_vector_holds_or_is_corrected() throws IOException {
    return vectors()
        .filter(row -> !row.path("name").stringValue().equals(QUOTED))
        .map(row ->
            DynamicTest.dynamicTest(
                row.path("name").stringValue(),
                () ->
                    assertThat(block(ControlParser.parse(row.path("raw").stringValue(), "")))
                        .isEqualTo(expected(row))));
  }

  @Test
  void d39_the_quoted_block_of_the_vectors_is_not_obeyed() throws IOException {
    String raw =
        vectors()
            .filter(row -> row.path("name").stringValue().equals(QUOTED))
            .findFirst()
            .orElseThrow()
            .path("raw")
            .stringValue();
    String message = "Answer with " + raw.substring(raw.indexOf('{'), raw.lastIndexOf('}') + 1);
    assertThat(block(ControlParser.parse(raw, message))).isEmpty();
  }

  @Test
  void exactly_the_rows_marked_as_faults_are_corrected() throws IOException {
    Set<String> faults = new HashSet<>(CORRECTED.keySet());
    faults.add(QUOTED);
    assertThat(
            vectors()
                .filter(row -> row.path("first_aether_fault").asBoolean(false))
                .map(row -> row.path("name").stringValue()))
        .containsExactlyInAnyOrderElementsOf(faults);
  }

  private static Optional<ControlBlock> expected(JsonNode row) {
    Optional<ControlBlock> corrected = CORRECTED.get(row.path("name").stringValue());
    if (corrected != null) {
      return corrected;
    }
    JsonNode ok = row.path("ok");
    if (!ok.isObject()) {
      return Optional.empty();
    }
    JsonNode body = ok.path("reply_body");
    return Optional.of(
        new ControlBlock(
            ok.path("to").stringValueOpt(),
            body.isObject() ? Optional.of(content(body)) : Optional.empty(),
            ok.path("summary").stringValue()));
  }

  private static Content content(JsonNode body) {
    return new Content(
        EnvelopeCodec.intent(body.path("intent").stringValue()).orElseThrow(),
        body.path("text").stringValue(),
        EnvelopeCodec.context(body.path("context")));
  }

  private static ControlBlock says(String text) {
    return new ControlBlock(Optional.empty(), Optional.of(new Content(Intent.INFORM, text)), "");
  }

  private static Optional<ControlBlock> block(Parsed parsed) {
    return switch (parsed) {
      case Parsed.Decided(var block) -> Optional.of(block);
      case Parsed.Malformed _ -> Optional.empty();
    };
  }

  private static Stream<JsonNode> vectors() throws IOException {
    try (InputStream in =
        ControlVectorsTest.class.getResourceAsStream("/fixtures/parse_control.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Json.readObject(text).orElseThrow().path("vectors").valueStream();
    }
  }
}
