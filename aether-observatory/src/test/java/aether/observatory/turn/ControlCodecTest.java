package aether.observatory.turn;

import static org.assertj.core.api.Assertions.assertThat;

import aether.event.TurnUsage;
import aether.message.Content;
import aether.message.Intent;
import aether.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlCodecTest {
  private static final ControlBlock REPLY =
      new ControlBlock(
          Optional.of("beta"),
          Optional.of(new Content(Intent.RESULT, "The id is order_id.")),
          "looked it up");
  private static final TurnUsage USAGE =
      new TurnUsage(
          Optional.of(new BigDecimal("0.0123")),
          Optional.of(1200L),
          Optional.of(34L),
          Duration.ofMillis(5678),
          Optional.of("a-model"));

  @ParameterizedTest
  @MethodSource("recorded")
  void a_result_of_the_first_aether_is_read_and_written_as_it_was(String stored) {
    assertThat(ControlCodec.decode(stored).map(ControlCodec::encode)).contains(stored);
  }

  @Test
  void a_result_is_written_with_its_cost_after_all_that_python_reads() {
    assertThat(
            ControlCodec.encode(
                new StoredResult(REPLY, Optional.of("s"), Optional.empty(), Optional.of(USAGE))))
        .isEqualTo(
            "{\"reply_needed\": true, \"to\": \"beta\", \"reply_body\": {\"intent\": \"result\","
                + " \"text\": \"The id is order_id.\", \"context\": {}},"
                + " \"summary\": \"looked it up\", \"session_id\": \"s\", \"reason\": null,"
                + " \"usage\": {\"cost_usd\": 0.0123, \"input_tokens\": 1200,"
                + " \"output_tokens\": 34, \"duration_ms\": 5678, \"model\": \"a-model\"}}");
  }

  @Test
  void a_recovered_result_still_knows_its_cost() {
    StoredResult result =
        new StoredResult(REPLY, Optional.of("s"), Optional.of("r"), Optional.of(USAGE));
    assertThat(ControlCodec.decode(ControlCodec.encode(result))).contains(result);
  }

  @Test
  void what_a_run_did_not_say_stays_unsaid() {
    TurnUsage silent =
        new TurnUsage(
            Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO, Optional.empty());
    StoredResult result =
        new StoredResult(
            ControlBlock.silence(""), Optional.empty(), Optional.empty(), Optional.of(silent));
    assertThat(ControlCodec.decode(ControlCodec.encode(result))).contains(result);
  }

  @Test
  void a_damaged_usage_costs_only_what_is_damaged() {
    String stored =
        "{\"reply_needed\": false, \"usage\": {\"cost_usd\": \"much\", \"input_tokens\": 1e99,"
            + " \"output_tokens\": 7, \"duration_ms\": -1.5}}";
    assertThat(ControlCodec.decode(stored).flatMap(StoredResult::usage))
        .contains(
            new TurnUsage(
                Optional.empty(),
                Optional.empty(),
                Optional.of(7L),
                Duration.ZERO,
                Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "{}", "{\"reply_needed\": 1}", "{\"reply_needed\": tru"})
  void what_cannot_be_read_is_nothing(String stored) {
    assertThat(ControlCodec.decode(stored)).isEmpty();
  }

  static Stream<String> recorded() throws IOException {
    try (InputStream in = ControlCodecTest.class.getResourceAsStream("/fixtures/redis_keys.json")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Json.readObject(text)
          .orElseThrow()
          .path("all")
          .valueStream()
          .flatMap(key -> key.path("example").path("claude_result").stringValueOpt().stream());
    }
  }
}
