package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static aether.observatory.pipeline.Sky.C;
import static org.assertj.core.api.Assertions.assertThat;

import aether.Vectors;
import aether.bus.Body;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.observatory.turn.ScriptedRunner;
import aether.redis.Keys;
import aether.testkit.HandClock;
import aether.testkit.RedisServer;
import aether.wire.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One bus shared with the first Aether: what it wrote, byte for byte, is read and answered, and
 * what stands there afterwards has its names, order and types (CONTRACT §2–§4).
 */
class GoldenBusTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private static final JsonNode KEYS = Vectors.load("redis_keys").path("all");
  private static final String QUESTION = "33333333-3333-4333-8333-000000000001";

  private final Sky sky = open();

  private static Sky open() {
    HandClock clock = new HandClock();
    return new Sky(clock, RedisSkyBus.on(REDIS, clock));
  }

  @AfterEach
  void close() {
    sky.close();
  }

  @Test
  void comets_and_waves_of_a_python_peer_are_read_and_answered() {
    pythonRegistry();
    Set<String> asked = new HashSet<>();
    for (JsonNode row : Vectors.load("envelopes")) {
      if (row.path("stream").stringValue().equals(Keys.inbox(B))) {
        add(Keys.inbox(B), row.path("data").stringValue());
        asked.add(
            Json.readObject(row.path("data").stringValue())
                .orElseThrow()
                .path("message_id")
                .stringValue());
      }
    }
    sky.online(B, Scripts.always("The id is `order_id`."), GoldenBusTest::asRegistered);
    sky.quiet();
    for (JsonNode row : Vectors.load("envelopes")) {
      if (row.path("stream").stringValue().equals(Keys.BROADCAST)) {
        add(Keys.BROADCAST, row.path("data").stringValue());
      }
    }
    sky.quiet();

    assertThat(sky.bus.deadLetters(B)).as("the one whose sender cannot be answered").isEqualTo(1);
    assertThat(sky.messages())
        .filteredOn(reply -> reply.to().address().equals("alpha"))
        .map(reply -> reply.replyTo().orElseThrow().value())
        .hasSize(asked.size() - 1)
        .isSubsetOf(asked);
    assertThat(sky.bus.inboxOf(ProjectId.OPERATOR)).as("to the solicited wave").hasSize(1);
    assertThat(sky.done())
        .filteredOn(done -> done.reason().equals(Optional.of("wave_announcement")))
        .hasSize(1);
  }

  @Test
  void a_reply_of_ours_is_written_as_the_first_aether_wrote_it() {
    pythonRegistry();
    String expected = envelope("reply_derived_id");
    JsonNode body = Json.readObject(expected).orElseThrow().path("body");
    add(Keys.inbox(B), envelope("comet"));
    ObjectNode control = Json.object().put("reply_needed", true).putNull("to");
    control.set("reply_body", body);
    sky.online(B, ScriptedRunner.replying(Json.write(control)), GoldenBusTest::asRegistered);
    sky.quiet();

    String written = data(Keys.inbox(A)).getFirst();
    assertThat(withoutTime(written)).isEqualTo(withoutTime(expected));
    assertThat(Json.readObject(written).orElseThrow().path("created_at").stringValue())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?\\+00:00");
  }

  @Test
  void d29_the_registry_of_a_python_peer_stays_as_it_is_and_ours_reads_alike() {
    pythonRegistry();
    Map<String, String> before = registry();
    sky.online(B, Scripts.silent(), GoldenBusTest::asRegistered);
    assertThat(registry()).as("the same content is not written again").isEqualTo(before);

    sky.online(new ProjectId("delta"), Scripts.silent());
    Map<String, String> after = registry();
    String ours = after.remove("delta");
    assertThat(after).isEqualTo(before);
    assertThat(shape(ours)).isEqualTo(shape(before.getOrDefault("beta", "")));
    assertThat(ours).endsWith("\"inbox\": \"aether:inbox:delta\", \"working_dir\": null}");
  }

  @Test
  void once_a_python_peer_has_called_claude_we_do_not_call_again_and_send_its_reply() {
    ScriptedRunner runner = Scripts.always("Another answer: `x`.");
    askedBefore("CLAUDE_DONE");
    sky.online(B, runner);
    sky.quiet();

    assertThat(runner.runs()).isZero();
    assertThat(withoutTime(data(Keys.inbox(A)).getFirst()))
        .isEqualTo(withoutTime(data(example(Keys.inbox(A)))));
    assertThat(log().get("state")).isEqualTo("ACKED");
    assertThat(log().get("reply_message_id")).isEqualTo(example(logKey(), "reply_message_id"));
  }

  @Test
  void once_a_python_peer_has_sent_the_reply_we_send_none() {
    ScriptedRunner runner = Scripts.always("Another answer: `x`.");
    askedBefore("REPLY_EMITTED");
    sky.online(B, runner);
    sky.quiet();

    assertThat(runner.runs()).isZero();
    assertThat(sky.messages()).isEmpty();
    assertThat(log().get("state")).isEqualTo("ACKED");
    assertThat(sky.bus.queued(A)).isZero();
  }

  @Test
  void what_a_python_peer_has_settled_is_a_duplicate() {
    ScriptedRunner runner = Scripts.always("Another answer: `x`.");
    askedBefore("ACKED");
    Map<String, String> before = log();
    sky.online(B, runner);
    sky.quiet();

    assertThat(runner.runs()).isZero();
    assertThat(sky.extinctions()).containsExactly(new Extinction.Duplicate());
    assertThat(log()).isEqualTo(before);
  }

  @Test
  void what_a_python_peer_had_read_but_not_settled_is_answered() {
    sky.registered(A);
    add(Keys.inbox(B), data(example(Keys.inbox(B))));
    REDIS.call("XGROUP", "CREATE", Keys.inbox(B), Keys.group(B), "0");
    REDIS.call("XREADGROUP", "GROUP", Keys.group(B), "beta", "STREAMS", Keys.inbox(B), ">");

    sky.online(B, Scripts.always("The id is `order_id`."));
    sky.quiet();

    assertThat(sky.bus.inboxOf(A)).hasSize(1);
    assertThat(sky.bus.queued(B)).isZero();
  }

  @Test
  void d11_what_a_python_peer_held_and_parked_is_answered() {
    sky.registered(A);
    sky.registered(B);
    example(Keys.hold(C)).forEach(item -> push(Keys.hold(C), item));
    example(Keys.pauseHold(B)).forEach(item -> push(Keys.pauseHold(B), item));

    sky.online(B, Scripts.always("The id is `order_id`."));
    sky.online(C, Scripts.always("Its type is `int`."));
    sky.until("both are answered", () -> sky.messages().size() >= 3);

    assertThat(REDIS.call("EXISTS", Keys.hold(C), Keys.pauseHold(B))).isEqualTo(0L);
    assertThat(sky.messages().stream().map(message -> message.from().value()).toList())
        .as("the held one had no event yet, the parked one had")
        .contains("beta", "gamma")
        .doesNotContain("alpha");
  }

  @Test
  void d20_a_session_of_a_python_peer_that_is_no_uuid_is_not_resumed() {
    List<Optional<UUID>> resumed = Collections.synchronizedList(new ArrayList<>());
    sky.registered(A);
    String question = data(example(Keys.inbox(B)));
    add(Keys.inbox(B), question);
    String conversation =
        Json.readObject(question).orElseThrow().path("conversation_id").stringValue();
    REDIS.call("HSET", Keys.sessions(B), conversation, "--settings={\"hooks\":{}}");

    sky.online(
        B,
        ScriptedRunner.replying(run -> {
          resumed.add(run.resume());
          return Scripts.reply("The id is `order_id`.");
        }));
    sky.quiet();

    assertThat(resumed).containsExactly(Optional.empty());
    assertThat(String.valueOf(REDIS.call("HGET", Keys.sessions(B), conversation)))
        .matches("[0-9a-f-]{36}");
  }

  @Test
  void a_heartbeat_of_a_python_peer_counts() {
    sky.registered(A);
    REDIS.call("SET", Keys.heartbeat(A), "1795330551.7074275", "EX", "30");
    add(Keys.inbox(B), data(example(Keys.inbox(B))));
    sky.online(B, Scripts.always("The id is `order_id`."));
    sky.quiet();

    assertThat(sky.extinctions()).as("it is online: nothing is held").isEmpty();
    assertThat(sky.bus.inboxOf(A)).hasSize(1);
  }

  @Test
  void every_key_of_ours_that_the_first_aether_knows_has_its_type_and_time_to_live() {
    sky.online(A, Scripts.silent());
    sky.online(B, Scripts.always("The id is `order_id`."));
    sky.send(A, B, "Which?");
    sky.quiet();

    Map<String, String> types = new TreeMap<>();
    for (JsonNode row : Vectors.load("redis_keys").path("patterns")) {
      types.put(family(row.path("pattern").stringValue()), row.path("type").stringValue());
    }
    List<String> ours = keys();
    assertThat(ours.stream().map(GoldenBusTest::family))
        .contains(
            "aether:events",
            "aether:heartbeat",
            "aether:inbox",
            "aether:proclog",
            "aether:rate",
            "aether:registry",
            "aether:sessions");
    for (String key : ours) {
      if (types.containsKey(family(key))) {
        assertThat(REDIS.call("TYPE", key)).as(key).isEqualTo(types.get(family(key)));
      }
      if (key.startsWith("aether:rate:")) {
        assertThat((Long) REDIS.call("TTL", key)).isBetween(1L, 120L);
      }
      if (key.startsWith("aether:proclog:")) {
        assertThat((Long) REDIS.call("TTL", key)).isBetween(1L, 86_400L);
      }
    }
  }

  @Test
  void our_log_of_a_settled_message_holds_what_a_python_peers_holds() {
    sky.registered(A);
    sky.online(B, Scripts.always("The id is `order_id`."));
    Envelope question = sky.send(A, B, "Which?");
    sky.quiet();

    Map<String, String> ours = hash(Keys.processingLog(B, question.id()));
    assertThat(ours).containsKeys("state", "claude_result", "session_id", "reply_message_id");
    String theirs = example(logKey(), "claude_result");
    assertThat(names(ours.getOrDefault("claude_result", "")))
        .startsWith(names(theirs).toArray(String[]::new));
    assertThat(ours.get("reply_message_id")).isEqualTo(sky.messages().getLast().id().value());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message",
        "processing_start",
        "processing_done",
        "held",
        "malformed_output",
        "ack_suppressed",
        "reply_rejected",
        "terminated",
        "duplicate_skipped",
        "progress"
      })
  void our_events_have_the_names_order_and_types_of_the_first_aethers(String kind) {
    everythingHappens();
    List<ObjectNode> ours =
        data(Keys.EVENTS).stream()
            .map(data -> Json.readObject(data).orElseThrow())
            .filter(event -> event.path("kind").stringValue().equals(kind))
            .toList();
    assertThat(ours).isNotEmpty();
    for (ObjectNode event : ours) {
      assertThat(theirs(kind))
          .anySatisfy(golden -> {
            assertThat(names(event)).containsSubsequence(names(golden));
            golden
                .properties()
                .forEach(field ->
                    assertThat(event.path(field.getKey()).getNodeType())
                        .isEqualTo(field.getValue().getNodeType()));
          });
    }
  }

  /** One message for each way in which one can end. */
  private void everythingHappens() {
    sky.registered(A);
    sky.online(
        B,
        ScriptedRunner.replying(run -> {
          String message = run.message();
          return message.contains("ramble") || run.resume().isPresent()
              ? "no object at all"
              : message.contains("nobody")
                  ? Scripts.reply("nobody", "ask", "Is `id` unique?")
                  : message.contains("thank") ? Scripts.reply("Thanks!") : Scripts.reply("`id`.");
        }));
    Envelope first = sky.send(A, B, "Which?");
    sky.send(A, B, "Please ramble.");
    sky.send(A, B, "Ask nobody.");
    sky.send(A, B, "Just thank me.");
    sky.quiet();
    sky.bus.outbox().send(first, List.of());
    Envelope spent = sky.compose(A, first.to(), "Too far.", 1);
    Envelope far = spent.reply(A, B, spent.content(), sky.clock.instant());
    sky.bus.outbox().send(far, List.of());
    sky.quiet();
  }

  private static List<JsonNode> theirs(String kind) {
    return Vectors.load("event_kinds")
        .valueStream()
        .filter(row -> row.path("kind").stringValue().equals(kind))
        .<JsonNode>map(row -> Json.readObject(row.path("data").stringValue()).orElseThrow())
        .toList();
  }

  /** B described as in the registry of the first Aether. */
  private static BodySettings asRegistered(BodySettings settings) {
    JsonNode entry =
        Json.readObject(example(Keys.REGISTRY).path("beta").stringValue()).orElseThrow();
    List<String> capabilities =
        entry.path("capabilities").valueStream().map(JsonNode::stringValue).toList();
    return new BodySettings(
        new Body(B, entry.path("description").stringValue(), capabilities),
        settings.workingDir(),
        settings.limits(),
        settings.waves(),
        settings.reviewers(),
        settings.verbatim());
  }

  private static void pythonRegistry() {
    example(Keys.REGISTRY)
        .properties()
        .forEach(entry ->
            REDIS.call("HSET", Keys.REGISTRY, entry.getKey(), entry.getValue().stringValue()));
  }

  /** The recorded question in the inbox, and its recorded log in an earlier state. */
  private void askedBefore(String state) {
    sky.registered(A);
    add(Keys.inbox(B), data(example(Keys.inbox(B))));
    example(logKey())
        .properties()
        .forEach(
            field -> REDIS.call("HSET", logKey(), field.getKey(), field.getValue().stringValue()));
    REDIS.call("HSET", logKey(), "state", state);
  }

  private static String logKey() {
    return "aether:proclog:beta:" + QUESTION;
  }

  private static Map<String, String> log() {
    return hash(logKey());
  }

  private static void add(String stream, String data) {
    REDIS.call("XADD", stream, "*", Keys.DATA, data);
  }

  private static void push(String list, JsonNode item) {
    REDIS.call("RPUSH", list, item.stringValue());
  }

  private static String envelope(String name) {
    return Vectors.load("envelopes")
        .valueStream()
        .filter(row -> row.path("name").stringValue().equals(name))
        .findFirst()
        .orElseThrow()
        .path("data")
        .stringValue();
  }

  /** What stood under {@code key} in the recording. */
  private static JsonNode example(String key) {
    return KEYS.valueStream()
        .filter(row -> row.path("key").stringValue().equals(key))
        .findFirst()
        .orElseThrow()
        .path("example");
  }

  private static String example(String key, String field) {
    return example(key).path(field).stringValue();
  }

  private static String data(JsonNode stream) {
    return stream.path(0).path(1).path(Keys.DATA).stringValue();
  }

  private static List<String> data(String stream) {
    return REDIS.call("XRANGE", stream, "-", "+") instanceof List<?> entries
        ? entries.stream().map(entry -> item(item(entry, 1), 1).toString()).toList()
        : List.of();
  }

  private static Object item(Object list, int index) {
    return ((List<?>) list).get(index);
  }

  private static List<String> keys() {
    return REDIS.call("KEYS", "aether:*") instanceof List<?> keys
        ? keys.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static Map<String, String> registry() {
    return hash(Keys.REGISTRY);
  }

  private static Map<String, String> hash(String key) {
    Map<String, String> fields = new TreeMap<>();
    if (REDIS.call("HGETALL", key) instanceof List<?> flat) {
      for (int i = 0; i < flat.size(); i += 2) {
        fields.put(String.valueOf(flat.get(i)), String.valueOf(flat.get(i + 1)));
      }
    }
    return fields;
  }

  /** The first two words of a key, which say what it is. */
  private static String family(String key) {
    String[] words = key.split(":", 3);
    return words[0] + ":" + words[1];
  }

  private static List<String> names(String json) {
    return names(Json.readObject(json).orElseThrow());
  }

  private static List<String> names(JsonNode node) {
    return List.copyOf(node.propertyNames());
  }

  private static List<String> shape(String json) {
    return Json.readObject(json).orElseThrow().properties().stream()
        .map(field -> field.getKey() + " " + field.getValue().getNodeType())
        .toList();
  }

  private static String withoutTime(String envelope) {
    return envelope.replaceAll("\"created_at\": \"[^\"]*\"", "\"created_at\": \"T\"");
  }
}
