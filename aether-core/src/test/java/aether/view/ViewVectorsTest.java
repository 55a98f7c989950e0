package aether.view;

import static org.assertj.core.api.Assertions.assertThat;

import aether.Vectors;
import aether.bus.Presence;
import aether.event.Event;
import aether.event.EventCodec;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.wire.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The vectors of the first Aether's views, except where D54 corrects them. */
class ViewVectorsTest {
  /** Extinctions that the first Aether took for an end. */
  private static final Set<String> NO_END = Set.of("recipient_offline", "ack_suppressed");

  static Stream<JsonNode> rows() {
    return Vectors.load("viewmodels").valueStream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  @DisplayName("D54: an end is an end, a string is no hop count")
  void d54_timeline(JsonNode row) {
    Timeline timeline =
        conversation(row)
            .map(id -> Timeline.of(id, events(row)))
            .orElseGet(() -> Timeline.of(events(row)));

    assertThat(ViewCodec.tree(timeline)).isEqualTo(corrected(row));
  }

  @ParameterizedTest
  @MethodSource("rows")
  @DisplayName("D54: a started turn is no milestone")
  void d54_telescope(JsonNode row) {
    ObjectNode expected = (ObjectNode) row.path("ok").path("telescope").deepCopy();
    ((ArrayNode) expected.path("milestones")).removeIf(JsonNode::isEmpty);

    assertThat(
            conversation(row)
                .map(id -> ViewCodec.tree(Telescope.of(id, events(row))))
                .orElseGet(ViewCodec::noTelescope))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("wholeRows")
  void constellation(JsonNode row) {
    ObjectNode tree = ViewCodec.tree(ConstellationView.of(online(row), events(row)));

    assertThat(Json.read(Json.write(tree))).contains(row.path("ok").path("constellation"));
  }

  @ParameterizedTest
  @MethodSource("wholeRows")
  void extinction_log(JsonNode row) {
    assertThat(ViewCodec.tree(ExtinctionLog.of(events(row))))
        .isEqualTo(row.path("ok").path("extinction"));
  }

  @ParameterizedTest
  @MethodSource("wholeRows")
  void operator_log(JsonNode row) {
    assertThat(ViewCodec.tree(OperatorLog.of(events(row))))
        .isEqualTo(row.path("ok").path("operator_log"));
  }

  static Stream<JsonNode> wholeRows() {
    return rows().filter(row -> row.path("ok").has("constellation"));
  }

  private static ObjectNode corrected(JsonNode row) {
    ObjectNode timeline = (ObjectNode) row.path("ok").path("timeline").deepCopy();
    if (NO_END.contains(timeline.path("terminal").path("reason").asString(""))) {
      timeline.set("terminal", endBefore(row));
    }
    if (row.path("name").stringValue().equals("message without routing")) {
      ((ArrayNode) timeline.path("hops")).remove(0);
      ((ObjectNode) timeline.path("hops").get(0)).put("seq", 0);
    }
    return timeline;
  }

  /** The end that stands before what is none, in the rows that have one. */
  private static JsonNode endBefore(JsonNode row) {
    return row.path("name").stringValue().startsWith("terminal: the last")
        ? Json.read(
                "{\"reason\": \"rate\", \"to\": \"b\", \"from\": \"a\", \"hop_count\": 1,"
                    + " \"message_id\": \"m\"}")
            .orElseThrow()
        : Json.mapper().getNodeFactory().nullNode();
  }

  private static Optional<ConversationId> conversation(JsonNode row) {
    return row.hasNonNull("conversation_id")
        ? Optional.of(new ConversationId(row.path("conversation_id").stringValue()))
        : Optional.empty();
  }

  private static List<Event> events(JsonNode row) {
    Stream<String> records =
        row.has("records")
            ? row.path("records").valueStream().map(Json::write)
            : Vectors.events().stream();
    return records.map(EventCodec::decode).toList();
  }

  private static Map<ProjectId, Presence> online(JsonNode row) {
    Map<ProjectId, Presence> online = new HashMap<>();
    for (String id : new HashSet<>(row.path("online").propertyNames())) {
      online.put(
          new ProjectId(id),
          row.path("online").path(id).booleanValue()
              ? new Presence.Idle(Instant.EPOCH)
              : new Presence.Offline());
    }
    return online;
  }
}
