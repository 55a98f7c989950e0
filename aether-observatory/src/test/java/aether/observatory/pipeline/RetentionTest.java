package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.bus.Presence;
import aether.config.Account;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.turn.RunResult;
import aether.observatory.turn.ScriptedRunner;
import aether.redis.Keys;
import aether.redis.write.RedisBus;
import aether.testkit.HandClock;
import aether.testkit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What stays on the bus, and for how long. */
@Timeout(60)
class RetentionTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  /** The keys without an end of their own, each bounded by something else. */
  private static final List<Pattern> ENDLESS =
      List.of(
          Pattern.compile("aether:inbox:(alpha|beta)"),
          Pattern.compile("aether:cursor:(alpha|beta)"),
          Pattern.compile("aether:(broadcast|events|registry|audit|audit:head)"),
          Pattern.compile("aether:control:conv:.+"));

  private final HandClock clock = new HandClock();
  private final Sky sky = new Sky(clock, RedisSkyBus.on(REDIS, clock));

  @AfterEach
  void close() {
    sky.close();
  }

  @Test
  void after_a_busy_time_every_key_has_an_end_or_stands_on_the_list() {
    ScriptedRunner failing =
        ScriptedRunner.replying(
            run -> run.message().contains("Nonsense") ? "no block" : Scripts.silence());
    sky.online(A, Scripts.silent());
    sky.online(B, failing);
    Envelope first = sky.send(A, B, "Question 0?");
    for (int i = 1; i < 20; i++) {
      sky.follow(first, "Question " + i + "?");
    }
    sky.send(A, B, "Nonsense?");
    sky.send(A, new Recipient.Everyone(true), "Report.", 8);
    sky.send(A, new Recipient.Everyone(false), "Heard.", 8);
    sky.bus.rawInbox(B, Map.of("data", "garbage"));
    REDIS.call("XADD", Keys.BROADCAST, "*", "data", "garbage");
    Envelope killed = sky.send(A, B, "Killed?");
    sky.bus.controlSwitch().terminate(killed.conversation(), "test");
    visit();
    sky.quiet();

    assertThat(keys()).anyMatch(key -> key.startsWith("aether:dead:"));
    assertThat(keys()).anyMatch(key -> key.startsWith("aether:proclog:"));
    assertThat(keys()).anyMatch(key -> key.startsWith("aether:rate:"));
    assertThat(keys().stream().filter(key -> REDIS.call("TTL", key).equals(-1L)))
        .as("without an end")
        .allMatch(key -> ENDLESS.stream().anyMatch(each -> each.matcher(key).matches()));
    for (ProjectId id : List.of(A, B)) {
      assertThat(REDIS.call("XLEN", Keys.inbox(id))).isEqualTo(0L);
    }
  }

  /** A client comes, asks, and goes. */
  private void visit() {
    ProjectId guest = new ProjectId(ProjectId.TRANSIENT_PREFIX + "guest");
    try (RedisBus own = RedisBus.connect(REDIS.as(new Account.Consult()));
        RedisBus bus = RedisBus.connect(REDIS.as(new Account.Body(B)))) {
      own.registrar().register(new Body(guest, "a guest", List.of()), false);
      own.heartbeat(guest, Duration.ofSeconds(30)).beat(new Presence.Idle(clock.instant()));
      bus.outbox().send(sky.compose(B, new Recipient.Project(guest), "Answer.", 8), List.of());
      own.registrar().dismiss(guest);
      bus.outbox().send(sky.compose(B, new Recipient.Project(guest), "Late answer.", 8), List.of());
    }
  }

  @Test
  void a_message_in_its_turn_is_remembered_until_it_is_settled_and_a_month_after_a_failed_one() {
    List<Long> seen = Collections.synchronizedList(new ArrayList<>());
    sky.online(A, Scripts.silent());
    ScriptedRunner runner =
        new ScriptedRunner(run -> {
          seen.add((Long) REDIS.call("TTL", log()));
          return seen.size() == 1
              ? new RunResult.Failed("broke off", Optional.empty())
              : ScriptedRunner.answer(run, Scripts.silence());
        });
    sky.online(B, runner);
    sky.send(A, B, "Which?");
    sky.quiet();

    long days = Duration.ofDays(1).toSeconds();
    assertThat(seen).hasSize(2);
    assertThat(seen.getFirst()).as("no end").isEqualTo(-1);
    assertThat(seen.getLast()).isBetween(29 * days, 30 * days);
    assertThat((Long) REDIS.call("TTL", log())).isBetween(days - 60, days);
  }

  private static String log() {
    return keys().stream()
        .filter(key -> key.startsWith("aether:proclog:"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_message_of_which_nobody_knows_any_more_whether_it_was_run_is_not_run() {
    sky.registered(A);
    ScriptedRunner runner = Scripts.silent();
    Envelope old = sky.compose(A, new Recipient.Project(B), "Old?", 8);
    long now = clock.instant().toEpochMilli();
    add(Keys.inbox(B), now - Duration.ofDays(31).toMillis(), old);
    add(
        Keys.inbox(B),
        now - Duration.ofDays(29).toMillis(),
        sky.compose(A, new Recipient.Project(B), "Young enough?", 8));
    REDIS.call("SET", Keys.cursor(B), "0-0");
    add(
        Keys.BROADCAST,
        now - Duration.ofDays(8).toMillis(),
        sky.compose(A, new Recipient.Everyone(true), "Old wave.", 8));

    REDIS.call(
        "XADD",
        Keys.BROADCAST,
        "*",
        "data",
        EnvelopeCodec.encode(sky.compose(A, new Recipient.Everyone(false), "News.", 8)));

    sky.online(B, runner);
    sky.until("all is settled", () -> sky.bus.queued(B) == 0 && sky.bus.unreadWaves(B) == 0);
    sky.quiet();

    assertThat(runner.runs()).isEqualTo(1);
    assertThat(sky.bus.deadLetters(B)).isEqualTo(1);
    assertThat(sky.story()).contains("extinct turn_failed", "extinct expired");
  }

  private static void add(String stream, long millis, Envelope envelope) {
    REDIS.call("XADD", stream, millis + "-0", "data", EnvelopeCodec.encode(envelope));
  }

  private static List<String> keys() {
    return REDIS.call("KEYS", "aether:*") instanceof List<?> found
        ? found.stream().map(String::valueOf).toList()
        : List.of();
  }
}
