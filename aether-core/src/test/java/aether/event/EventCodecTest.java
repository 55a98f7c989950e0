package aether.event;

import static org.assertj.core.api.Assertions.assertThat;

import aether.Vectors;
import aether.message.ConversationId;
import aether.wire.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class EventCodecTest {
  static List<String> recorded() {
    return Vectors.events();
  }

  static Stream<JsonNode> kinds() {
    return Vectors.load("event_kinds").valueStream();
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void every_recorded_event_is_understood_and_written_again_byte_for_byte(String data) {
    Event event = EventCodec.decode(data);

    assertThat(event).isNotInstanceOf(Event.Unrecognised.class);
    assertThat(EventCodec.encode(event)).isEqualTo(data);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void every_kind_keeps_the_key_order_of_the_first_aether(JsonNode row) {
    Event event = EventCodec.decode(row.path("data").stringValue());

    ObjectNode written = Json.readObject(EventCodec.encode(event)).orElseThrow();
    assertThat(event).isNotInstanceOf(Event.Unrecognised.class);
    assertThat(written.propertyNames())
        .containsExactlyElementsOf(
            row.path("key_order").valueStream().map(JsonNode::stringValue).toList());
  }

  @Test
  void a_record_known_by_its_kind_alone_ends_what_the_whole_one_would() {
    assertThat(Events.extinctions())
        .allSatisfy(why ->
            assertThat(ExtinctionCodec.ends(ExtinctionCodec.kind(why))).isEqualTo(why.ends()));
    assertThat(ExtinctionCodec.ends("a kind of the future")).isTrue();
  }

  @Test
  void what_ours_adds_stands_between_the_known_fields_and_the_event_type() {
    Event event =
        Event.Extinguished.of(
            Events.comet("hi"), new Extinction.Horizon(0, 8, "max_hops"), Events.NOW);

    ObjectNode written = Json.readObject(EventCodec.encode(event)).orElseThrow();

    assertThat(written.propertyNames())
        .containsExactly(
            "kind",
            "reason",
            "envelope",
            "from",
            "to",
            "hop_count",
            "conversation_id",
            "message_id",
            "measured",
            "limit",
            "ceiling",
            "event_type",
            "ts");
  }

  @Test
  void the_usage_of_a_turn_stands_after_its_project() {
    Event event = Events.done("looked it up", Optional.of(Events.USAGE));

    assertThat(EventCodec.encode(event))
        .endsWith(
            "\"project\": \"beta\", \"cost_usd\": 0.0123, \"input_tokens\": 1200,"
                + " \"output_tokens\": 80, \"duration_ms\": 4200, \"model\": \"opus\","
                + " \"event_type\": \"done\", \"ts\": \"2026-06-01T12:34:56+00:00\"}");
    assertThat(EventCodec.decode(EventCodec.encode(event))).isEqualTo(event);
  }

  @Test
  void the_kinds_of_ours_have_the_wire_names_of_the_contract() {
    assertThat(Events.extinctions())
        .extracting(why -> ExtinctionCodec.kind(why) + "/" + EventCodec.reason(why))
        .contains(
            "dead_lettered/undecodable",
            "dead_lettered/turn_failed",
            "budget_exhausted/budget",
            "expired/expired");
  }

  @Test
  void a_rate_limited_message_is_shown_under_the_reason_rate() {
    assertThat(EventCodec.canonicalReason(new Extinction.RateLimited(21, 20))).isEqualTo("rate");
    assertThat(EventCodec.canonicalReason("rate_limited")).isEqualTo("rate");
    assertThat(EventCodec.canonicalReason("horizon")).isEqualTo("horizon");
  }

  @Test
  void a_tool_without_a_name_is_a_question_mark() {
    assertThat(EventCodec.decode(progress("{\"kind\":\"tool_use\"}")))
        .isInstanceOfSatisfying(
            Event.Progress.class,
            event -> assertThat(event.milestone()).isEqualTo(new Milestone.ToolUse("?")));
  }

  @Test
  void unknown_fields_do_not_hinder_understanding() {
    String data = Vectors.events().getFirst();
    String extended = "{\"new_field\": [1], " + data.substring(1);

    assertThat(EventCodec.decode(extended)).isEqualTo(EventCodec.decode(data));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "5",
        "{",
        "{}",
        "{\"kind\": 1}",
        "{\"kind\": \"message\", \"event_type\": \"message\", \"ts\": \"yesterday\"}",
        "{\"kind\": \"terminated\", \"event_type\": \"terminated\", \"reason\": \"boredom\","
            + " \"ts\": \"2026-06-01T12:34:56+00:00\"}",
        "{\"kind\": \"operator_action\", \"event_type\": \"operator_action\", \"actor\": \"a\","
            + " \"action\": \"pause\", \"conversation_id\": \"\","
            + " \"ts\": \"2026-06-01T12:34:56+00:00\"}",
        "{\"kind\": \"expired\", \"event_type\": \"terminated\", \"reason\": \"expired\","
            + " \"project\": \"p\", \"measured\": \"long\", \"limit\": \"PT1H\","
            + " \"ts\": \"2026-06-01T12:34:56+00:00\"}",
      })
  void what_cannot_be_interpreted_is_kept_as_it_was_found(String data) {
    Event event = EventCodec.decode(data);

    assertThat(event).isInstanceOf(Event.Unrecognised.class);
    assertThat(EventCodec.encode(event)).isEqualTo(data);
  }

  @Test
  void the_deepest_context_an_envelope_may_have_fits_into_an_event() {
    String deep = "{\"a\": ".repeat(200) + "1" + "}".repeat(200);
    String data = Vectors.events().getFirst().replace("\"context\": {}", "\"context\": " + deep);

    assertThat(EventCodec.decode(data)).isInstanceOf(Event.MessageSent.class);
    assertThat(EventCodec.encode(EventCodec.decode(data))).isEqualTo(data);
  }

  @Test
  void an_incomplete_message_still_shows_its_route_and_its_words() {
    Event event =
        EventCodec.decode(
            "{\"event_type\": \"message\", \"conversation_id\": \"c\", \"envelope\":"
                + " {\"from\": \"a\", \"to\": \"b\", \"hop_count\": 0, \"body\": {\"text\": \"t\"}}}");

    assertThat(event)
        .isInstanceOfSatisfying(
            Event.Unrecognised.class,
            unrecognised -> {
              assertThat(unrecognised.at()).isEqualTo(Event.UNDATED);
              assertThat(unrecognised.conversation()).contains(new ConversationId("c"));
              assertThat(unrecognised.traits().bodies()).containsExactlyInAnyOrder("a", "b");
              assertThat(unrecognised.traits().fragment())
                  .contains(
                      new Fragment.Message(
                          new Route(
                              Optional.of("a"), Optional.of("b"), Optional.of(0), Optional.empty()),
                          "",
                          "t"));
            });
  }

  @Test
  void an_extinction_that_names_a_sender_but_no_envelope_keeps_its_route() {
    Event event =
        EventCodec.decode(
            "{\"event_type\": \"terminated\", \"kind\": \"terminated\", \"reason\":"
                + " \"rate_limited\", \"conversation_id\": \"c\", \"from\": \"a\", \"to\": \"b\","
                + " \"hop_count\": 1, \"ts\": \"2026-06-01T12:34:56+00:00\"}");

    assertThat(event)
        .isInstanceOfSatisfying(
            Event.Unrecognised.class,
            unrecognised ->
                assertThat(unrecognised.traits().fragment())
                    .contains(
                        new Fragment.Stopped(
                            new Route(
                                Optional.of("a"),
                                Optional.of("b"),
                                Optional.of(1),
                                Optional.empty()),
                            true)));
  }

  private static String progress(String milestone) {
    return "{\"kind\": \"progress\", \"conversation_id\": \"c\", \"project_id\": \"beta\","
        + " \"progress\": "
        + milestone
        + ", \"event_type\": \"progress\", \"ts\": \"2026-06-01T12:34:56+00:00\"}";
  }
}
