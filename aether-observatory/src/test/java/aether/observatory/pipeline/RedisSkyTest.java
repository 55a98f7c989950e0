package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Presence;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.turn.ScriptedRunner;
import aether.redis.Keys;
import aether.testkit.HandClock;
import aether.testkit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a real Redis can show: what it holds afterwards, and what happens when it forgets. */
class RedisSkyTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

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
  void d9_no_stream_grows_while_a_conversation_is_paused_and_all_is_answered_in_order() {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    sky.registered(A);
    Envelope first = sky.send(A, B, "number 0");
    sky.bus.controlSwitch().pause(first.conversation(), "test");
    IntStream.range(1, 20).forEach(i -> sky.follow(first, "number " + i + "."));
    sky.online(
        B,
        ScriptedRunner.replying(run -> {
          seen.add(run.message());
          return Scripts.silence();
        }));
    sky.until("all are read", () -> pending(B) == 20);
    Map<String, Long> lengths = streamLengths();

    long end = System.nanoTime() + Duration.ofMillis(1_200).toNanos();
    sky.until("two rounds of looking have passed", () -> System.nanoTime() > end);
    assertThat(streamLengths()).isEqualTo(lengths).containsEntry(Keys.inbox(B), 20L);
    assertThat(seen).isEmpty();

    sky.bus.controlSwitch().resume(first.conversation(), "test");
    sky.quiet();
    assertThat(seen).hasSize(20);
    for (int i = 1; i < 20; i++) {
      assertThat(seen.get(i)).contains("number " + i + ".");
    }
    assertThat(sky.messages()).as("no second message event").hasSize(20);
  }

  @Test
  void d28_nothing_is_left_in_an_inbox_and_nothing_is_pending_when_all_is_settled() {
    sky.online(A, Scripts.silent());
    sky.online(B, Scripts.always("The field is `id`."));

    IntStream.range(0, 30).forEach(i -> sky.send(A, B, "Question " + i + "?"));
    sky.bus.rawInbox(B, Map.of("data", "garbage"));
    sky.send(A, new Recipient.Everyone(true), "Report.", 8);
    sky.quiet();

    for (var id : List.of(A, B)) {
      assertThat(REDIS.call("XLEN", Keys.inbox(id))).isEqualTo(0L);
      assertThat(pending(id)).isZero();
      assertThat(REDIS.call("EXISTS", Keys.hold(id), Keys.pauseHold(id))).isEqualTo(0L);
    }
  }

  @Test
  void d27_after_flushall_the_body_is_there_again_within_two_seconds_and_answers() {
    ScriptedRunner runner = Scripts.always("The field is `id`.");
    Observatory observatory = sky.online(B, runner);
    sky.send(A, B, "Before?");
    sky.quiet();

    REDIS.flush();
    long lost = System.nanoTime();
    sky.until(
        "it is registered and online again",
        () ->
            REDIS.call("HGET", Keys.REGISTRY, B.value()) != null
                && sky.bus.presence(B).isOnline()
                && REDIS.call("EXISTS", Keys.lease(B)).equals(1L));
    assertThat(Duration.ofNanos(System.nanoTime() - lost)).isLessThan(Duration.ofSeconds(2));

    sky.registered(A);
    sky.send(A, B, "After?");
    sky.quiet();
    assertThat(runner.runs()).isEqualTo(2);
    assertThat(sky.messages()).hasSize(2);
    assertThat(observatory.isIdle()).isTrue();
  }

  @Test
  void d27_a_group_destroyed_while_it_is_read_is_made_again_and_no_message_is_lost() {
    ScriptedRunner runner = Scripts.always("The field is `id`.");
    sky.registered(A);
    sky.online(B, runner);
    sky.send(A, B, "Before?");
    sky.quiet();

    REDIS.call("XGROUP", "DESTROY", Keys.inbox(B), Keys.group(B));
    sky.send(A, B, "After?");
    sky.quiet();

    assertThat(runner.runs()).isEqualTo(2);
    assertThat(sky.bus.inboxOf(A)).hasSize(2);
  }

  @Test
  void d27_what_is_lost_with_flushall_in_the_middle_of_a_turn_is_answered_all_the_same() {
    CountDownLatch inTheMiddle = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    sky.registered(A);
    ScriptedRunner runner =
        Scripts.always("The field is `id`.")
            .taking(
                Duration.ofSeconds(1),
                _ -> {
                  inTheMiddle.countDown();
                  goOn.await();
                });
    sky.online(B, runner);
    sky.send(A, B, "Which?");
    sky.until("the run has begun", () -> inTheMiddle.getCount() == 0);

    REDIS.flush();
    sky.registered(A);
    goOn.countDown();
    sky.quiet();

    assertThat(runner.runs()).isEqualTo(1);
    assertThat(sky.bus.inboxOf(A)).hasSize(1);
  }

  @Test
  void d11_five_held_messages_and_a_corrupt_one_each_find_their_place() {
    ScriptedRunner runner = Scripts.always("The field is `id`.");
    sky.registered(A);
    List<Envelope> held =
        IntStream.range(0, 5)
            .mapToObj(i -> sky.compose(A, new Recipient.Project(B), "Held " + i + "?", 8))
            .toList();
    held.forEach(envelope -> REDIS.call("RPUSH", Keys.hold(B), EnvelopeCodec.encode(envelope)));
    REDIS.call("LINSERT", Keys.hold(B), "BEFORE", EnvelopeCodec.encode(held.get(2)), "{\"half\":");

    sky.online(B, runner);
    sky.until("all are answered", () -> runner.runs() == 5);
    sky.quiet();

    assertThat(runner.runs()).isEqualTo(5);
    assertThat(sky.bus.deadLetters(B)).isEqualTo(1);
    assertThat(sky.messages()).filteredOn(held::contains).as("once each").hasSize(5);
    assertThat(sky.messages()).filteredOn(sent -> sent.from().equals(B)).hasSize(5);
    assertThat(REDIS.call("LLEN", Keys.hold(B))).isEqualTo(0L);
  }

  @Test
  void what_a_peer_parked_during_a_pause_is_answered_without_a_second_message_event() {
    sky.registered(A);
    Envelope parked = sky.compose(A, new Recipient.Project(B), "Parked?", 8);
    REDIS.call("RPUSH", Keys.pauseHold(B), EnvelopeCodec.encode(parked));

    sky.online(B, Scripts.always("The field is `id`."));
    sky.until("it is answered", () -> !sky.messages().isEmpty());

    assertThat(sky.messages()).hasSize(1).allMatch(sent -> sent.from().equals(B));
    assertThat(REDIS.call("LLEN", Keys.pauseHold(B))).isEqualTo(0L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "8000000000000000000-0"})
  void a_stream_with_ids_far_from_the_clock_is_read_all_the_same(String last) {
    sky.registered(A);
    if (!last.equals("0")) {
      REDIS.call("XADD", Keys.inbox(B), last, "data", "garbage");
    }
    sky.online(B, Scripts.always("The field is `id`."));
    sky.send(A, B, "Which?");
    sky.quiet();

    assertThat(sky.bus.inboxOf(A)).hasSize(1);
  }

  @Test
  void d6_the_presence_of_a_body_is_written_as_a_python_peer_reads_it() {
    sky.online(B, Scripts.silent());
    assertThat(String.valueOf(REDIS.call("GET", Keys.heartbeat(B)))).matches("\\d{10}\\.\\d{1,7}");
    assertThat((Long) REDIS.call("TTL", Keys.heartbeat(B))).isBetween(1L, 30L);
    sky.offline(B);
    assertThat(REDIS.call("EXISTS", Keys.heartbeat(B), Keys.lease(B))).isEqualTo(0L);
    assertThat(sky.bus.presence(B)).isInstanceOf(Presence.Offline.class);
  }

  @Test
  void d15_a_solicited_wave_to_ten_bodies_is_answered_by_each_although_they_share_a_conversation() {
    ScriptedRunner runner = Scripts.always("Green: `ok`.");
    IntStream.range(0, 10)
        .mapToObj(i -> new ProjectId("body" + i))
        .forEach(id -> sky.online(id, runner));
    sky.send(ProjectId.OPERATOR, new Recipient.Everyone(true), "Report.", 8);
    sky.quiet();

    assertThat(sky.bus.inboxOf(ProjectId.OPERATOR)).hasSize(10);
    assertThat(sky.extinctions()).noneMatch(Extinction.RateLimited.class::isInstance);
    assertThat(sky.events()).filteredOn(Event.ProcessingDone.class::isInstance).hasSize(10);
  }

  private static long pending(ProjectId id) {
    return REDIS.call("XPENDING", Keys.inbox(id), Keys.group(id)) instanceof List<?> summary
        ? (Long) summary.getFirst()
        : -1;
  }

  private static Map<String, Long> streamLengths() {
    Map<String, Long> lengths = new TreeMap<>();
    if (REDIS.call("KEYS", "aether:*") instanceof List<?> keys) {
      keys.stream()
          .map(String::valueOf)
          .filter(key -> "stream".equals(REDIS.call("TYPE", key)))
          .forEach(key -> lengths.put(key, (Long) REDIS.call("XLEN", key)));
    }
    return lengths;
  }
}
