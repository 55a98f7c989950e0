package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Presence;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.Recipient;
import aether.observatory.audit.Equality;
import aether.observatory.turn.ScriptedRunner;
import aether.redis.Keys;
import aether.testkit.HandClock;
import aether.testkit.RedisServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody has put the wrong thing under a key: mail waits, nothing is paid, nothing is lost. */
@Timeout(30)
class SpoiltKeysTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private static final String LARGEST = "18446744073709551615-18446744073709551615";

  private final HandClock clock = new HandClock();
  private final RedisSkyBus bus = RedisSkyBus.on(REDIS, clock);
  private final Sky sky = new Sky(clock, bus, _ -> LockSupport.parkNanos(20_000_000));
  private final ScriptedRunner runner = Scripts.always("The field is `id`.");

  @AfterEach
  void close() {
    sky.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"aether:registry", "aether:sessions:beta", "aether:events"})
  void mail_waits_unpaid_while_a_key_is_spoilt_and_goes_on_when_it_is_mended(String key) {
    sky.online(A, Scripts.silent());
    sky.online(B, runner);
    sky.send(A, B, "Before?");
    sky.quiet();
    REDIS.call("RENAME", key, "saved");
    REDIS.call("SET", key, "spoilt");
    Envelope waiting = sky.compose(A, new Recipient.Project(B), "Meanwhile?", 8);
    putPast(waiting);

    sky.until(
        "who looks sees what is wrong",
        () ->
            sky.bus.presence(B) instanceof Presence.Suspended(var _, String why, _)
                && why.contains("'" + key + "'"));
    assertThat(runner.runs()).isEqualTo(1);
    assertThat(sky.bus.deadLetters(B)).isZero();
    assertThat(sky.bus.queued(B)).isEqualTo(1);

    REDIS.call("DEL", key);
    REDIS.call("RENAME", "saved", key);
    sky.until("it is answered", () -> sky.messages().size() >= 3);
    sky.quiet();
    sky.auditor().audit();
    assertThat(sky.bus.deadLetters(B)).isZero();
    assertThat(sky.bus.attempts(B, waiting.id())).isEqualTo(1);
  }

  /** As a peer would that asks nobody whether the mirror is sound. */
  private void putPast(Envelope envelope) {
    sky.bus.rawInbox(B, Map.of("data", aether.message.EnvelopeCodec.encode(envelope)));
  }

  @Test
  void a_spoilt_log_holds_back_its_own_message_alone() {
    sky.registered(A);
    sky.online(B, runner);
    Envelope held = sky.compose(A, new Recipient.Project(B), "Held?", 8);
    REDIS.call("SET", Keys.processingLog(B, held.id()), "spoilt");
    sky.bus.outbox().send(held, List.of());
    sky.send(A, B, "Other?");

    sky.until("the other is answered", () -> sky.bus.inboxOf(A).size() == 1);
    assertThat(sky.bus.queued(B)).isEqualTo(1);

    REDIS.call("DEL", Keys.processingLog(B, held.id()));
    sky.quiet();
    sky.auditor().audit();
    assertThat(sky.bus.inboxOf(A)).hasSize(2);
  }

  @Test
  void a_spoilt_inbox_is_named_and_read_again_when_it_is_mended() {
    sky.registered(A);
    sky.online(B, runner);
    REDIS.call("DEL", Keys.inbox(B));
    REDIS.call("SET", Keys.inbox(B), "spoilt");

    sky.until(
        "who looks sees what is wrong",
        () ->
            sky.bus.presence(B) instanceof Presence.Suspended(var _, String why, _)
                && why.contains(Keys.inbox(B)));
    REDIS.call("DEL", Keys.inbox(B));
    sky.send(A, B, "After?");

    sky.until("it is answered", () -> sky.bus.inboxOf(A).size() == 1);
    sky.quiet();
    sky.auditor().audit();
  }

  @Test
  void a_spoilt_broadcast_keeps_no_mail_back() {
    sky.registered(A);
    REDIS.call("SET", Keys.BROADCAST, "spoilt");
    sky.online(B, runner);
    sky.send(A, B, "Which?");
    sky.until("it is answered", () -> sky.bus.inboxOf(A).size() == 1);

    REDIS.call("SET", Keys.cursor(B), "0-0");
    REDIS.call("DEL", Keys.BROADCAST);
    sky.send(A, new Recipient.Everyone(true), "Report.", 8);
    sky.until("the wave is answered", () -> sky.bus.inboxOf(A).size() == 2);
    sky.quiet();
    sky.auditor().audit();
  }

  @Test
  void a_reply_to_a_poisoned_inbox_is_kept_as_a_dead_letter_and_the_body_goes_on() {
    sky.registered(A);
    sky.online(B, runner);
    sky.send(A, B, "Which?");
    sky.quiet();
    REDIS.call("XADD", Keys.inbox(A), LARGEST, "data", "poison");
    bus.post().raw(A, LARGEST, Map.of("data", "poison"));
    Envelope second = sky.send(A, B, "And now?");
    sky.quiet();

    assertThat(sky.bus.deadLetters(B)).isEqualTo(1);
    assertThat(sky.extinctions())
        .filteredOn(Extinction.DeadLettered.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Extinction.DeadLettered.class,
            dead -> {
              assertThat(dead.cause()).isEqualTo(Extinction.Cause.UNDELIVERABLE);
              assertThat(dead.error()).contains("'aether:inbox:alpha'");
            });
    assertThat(sky.bus.logState(B, second)).isPresent();
    assertThat(sky.done()).hasSize(2);
    sky.auditor()
        .without(
            Equality.EVENTS,
            "Redis refuses the entry and carries out the rest of its transaction: the event of the"
                + " reply stands, and behind it that it could not be delivered")
        .audit();
  }

  @Test
  void a_wave_that_is_none_behind_a_paused_one_is_given_up_once_however_often_the_body_starts() {
    sky.registered(A);
    sky.online(B, runner);
    sky.quiet();
    Envelope wave = sky.compose(A, new Recipient.Everyone(true), "Report.", 8);
    sky.bus.controlSwitch().pause(wave.conversation(), "test");
    sky.bus.outbox().send(wave, List.of());
    Object garbage = REDIS.call("XADD", Keys.BROADCAST, "*", "data", "garbage");
    bus.post().rawWave(String.valueOf(garbage), Map.of("data", "garbage"));
    sky.until("the garbage is given up", () -> sky.bus.deadLetters(B) == 1);

    for (int i = 0; i < 3; i++) {
      REDIS.call("XTRIM", Keys.dead(B), "MAXLEN", "0");
      sky.offline(B);
      sky.online(B, runner);
      Envelope probe = sky.send(A, B, "Probe " + i + "?");
      sky.until("it is read again", () -> sky.bus.logState(B, probe).isPresent());
    }
    sky.bus.controlSwitch().resume(wave.conversation(), "test");
    sky.quiet();

    assertThat(sky.bus.deadLetters(B)).isZero();
    assertThat(sky.extinctions()).filteredOn(Extinction.DeadLettered.class::isInstance).hasSize(1);
    assertThat(runner.runs()).isEqualTo(4);
    sky.auditor()
        .without(Equality.DEAD_LETTERS, "the test throws each letter away to see another")
        .audit();
  }
}
