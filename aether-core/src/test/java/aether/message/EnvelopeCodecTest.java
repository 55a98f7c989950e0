package aether.message;

import static org.assertj.core.api.Assertions.assertThat;

import aether.Vectors;
import aether.wire.Json;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class EnvelopeCodecTest {
  /** Rows the first Aether accepted, that CONTRACT §2 refuses, and the field it names. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("string_hop", "hop_count"),
          Map.entry("bad_string_hop", "hop_count"),
          Map.entry("bool_hop", "hop_count"),
          Map.entry("underscore_hop", "hop_count"),
          Map.entry("number_message_id", "message_id"),
          Map.entry("null_created", "created_at"),
          Map.entry("empty_from", "project id"),
          Map.entry("empty_to", "project id"),
          Map.entry("context_list", "body.context"));

  /** Rows written otherwise than the first Aether did: only a wave solicits. */
  private static final Map<String, String> REWRITTEN = Map.of("comet_solicit", "\"solicit\": true");

  static Stream<JsonNode> written() {
    return Vectors.load("envelopes").valueStream();
  }

  static Stream<JsonNode> parsed() {
    return Vectors.load("envelope_parse").path("vectors").valueStream();
  }

  @ParameterizedTest
  @MethodSource("written")
  void an_envelope_of_the_first_aether_is_written_again_byte_for_byte(JsonNode row) {
    String data = row.path("data").stringValue();

    assertThat(EnvelopeCodec.encode(valid(data))).isEqualTo(data);
  }

  @ParameterizedTest
  @MethodSource("parsed")
  void raw_data_is_read_as_the_contract_says(JsonNode row) {
    String name = row.path("name").stringValue();
    String data = row.path("in").stringValue();
    if (REFUSED.containsKey(name)) {
      assertThat(refusal(data)).contains(REFUSED.get(name));
    } else if (REWRITTEN.containsKey(name)) {
      assertThat(EnvelopeCodec.encode(valid(data)))
          .isEqualTo(data.replace(REWRITTEN.get(name), "\"solicit\": false"));
    } else if (row.hasNonNull("ok")) {
      assertThat(EnvelopeCodec.encode(valid(data))).isEqualTo(row.path("ok").stringValue());
    } else {
      assertThat(refusal(data)).isNotBlank().doesNotContain("\n");
    }
  }

  @Test
  void every_row_marked_as_a_fault_is_decided_by_name() {
    assertThat(parsed().filter(row -> row.path("first_aether_fault").asBoolean()))
        .extracting(row -> row.path("name").stringValue())
        .isNotEmpty()
        .allMatch(name -> REFUSED.containsKey(name) || REWRITTEN.containsKey(name));
  }

  @Test
  void of_a_field_given_twice_the_last_one_counts() {
    String data = comet("\"to\": \"b\"", "\"to\": \"b\", \"to\": \"c\"");

    assertThat(valid(data).to()).isEqualTo(new Recipient.Project(new ProjectId("c")));
  }

  @Test
  void a_megabyte_of_text_comes_back_whole() {
    String text = "订".repeat(1 << 20);

    Envelope envelope = valid(comet("\"hi\"", "\"" + text + "\""));

    assertThat(valid(EnvelopeCodec.encode(envelope)).content().text()).isEqualTo(text);
  }

  @Test
  @DisplayName("D37: a lone surrogate is mended, never a crash")
  void d37_a_lone_surrogate_is_mended() {
    assertThat(valid(comet("\"hi\"", "\"a\\ud83d!\"")).content().text()).isEqualTo("a\uFFFD!");
  }

  @Test
  void json_nested_ten_thousand_deep_is_refused() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);

    assertThat(refusal(deep)).isNotBlank();
    assertThat(refusal(comet("{}}}", "{\"a\": " + deep + "}}}"))).isNotBlank();
  }

  @Test
  void a_context_too_deep_to_be_carried_in_an_event_is_refused_by_name() {
    String deep = "[".repeat(400) + "]".repeat(400);

    assertThat(refusal(comet("{}}}", "{\"a\": " + deep + "}}}"))).contains("body.context");
  }

  @Test
  void a_nested_context_comes_back_as_it_was() {
    String context = "{\"a\": {\"b\": [1, 2.50, null, true]}, \"中\": \"\\u0001\"}";

    Envelope envelope = valid(comet("{}}}", context + "}}"));

    assertThat(Json.read(envelope.content().context().json())).isEqualTo(Json.read(context));
    assertThat(valid(EnvelopeCodec.encode(envelope))).isEqualTo(envelope);
  }

  private static String comet(String part, String otherwise) {
    String data =
        "{\"message_id\": \"m-1\", \"conversation_id\": \"c-1\", \"from\": \"a\", \"to\": \"b\","
            + " \"type\": \"comet\", \"reply_to\": null, \"hop_count\": 0, \"max_hops\": 8,"
            + " \"created_at\": \"2026-06-01T00:00:00+00:00\", \"solicit\": false,"
            + " \"body\": {\"intent\": \"ask\", \"text\": \"hi\", \"context\": {}}}";
    assertThat(data).contains(part);
    return data.replace(part, otherwise);
  }

  private static Envelope valid(String data) {
    return switch (EnvelopeCodec.decode(data)) {
      case Decoded.Valid(var envelope) -> envelope;
      case Decoded.Invalid(var reason) -> throw new AssertionError(reason + ": " + data);
    };
  }

  private static String refusal(String data) {
    return switch (EnvelopeCodec.decode(data)) {
      case Decoded.Valid(var envelope) -> throw new AssertionError("accepted: " + envelope);
      case Decoded.Invalid(var reason) -> reason;
    };
  }
}
