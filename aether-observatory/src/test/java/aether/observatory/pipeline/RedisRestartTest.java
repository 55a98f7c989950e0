package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.BusException;
import aether.message.Envelope;
import aether.message.Recipient;
import aether.observatory.turn.ScriptedRunner;
import aether.testkit.HandClock;
import aether.testkit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Redis killed without warning and started again with what it had written. */
class RedisRestartTest {
  private static final int MESSAGES = 50;

  @Test
  @Timeout(60)
  void redis_killed_while_fifty_messages_flow_loses_none_and_each_is_answered_once() {
    try (RedisServer.Private redis = RedisServer.Private.start()) {
      HandClock clock = new HandClock();
      try (Sky sky = new Sky(clock, RedisSkyBus.on(redis, clock), Pause.real())) {
        sky.registered(A);
        ScriptedRunner runner =
            Scripts.always("It is `id`.").taking(Duration.ofMillis(20), Thread::sleep);
        sky.online(B, runner);
        List<Envelope> sent = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
          sent.add(sky.compose(A, new Recipient.Project(B), "Question " + i + "?", 8));
        }
        var sending =
            CompletableFuture.runAsync(
                () -> sent.forEach(message -> insist(sky, message)), Thread::startVirtualThread);

        sky.until("some are under way", () -> runner.runs() > 5);
        redis.kill9();
        redis.restart();
        sending.join();
        sky.until(
            "all are answered",
            () -> {
              LockSupport.parkNanos(50_000_000);
              return sky.bus.inboxOf(A).size() >= MESSAGES;
            });
        sky.quiet();

        sky.auditor().audit();
        assertThat(sky.bus.inboxOf(A)).as("none is a dead letter").hasSize(MESSAGES);
        assertThat(runner.runs()).as("the Observatory lives on").isEqualTo(MESSAGES);
      }
    }
  }

  /** Sends, and sends again while nobody knows whether it was sent. */
  private static void insist(Sky sky, Envelope message) {
    while (true) {
      try {
        sky.bus.outbox().send(message, List.of());
        return;
      } catch (BusException.Unavailable e) {
        LockSupport.parkNanos(50_000_000);
      }
    }
  }
}
