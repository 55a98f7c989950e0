package aether.bench;

import aether.event.TurnUsage;
import aether.observatory.turn.AgentRunner;
import aether.observatory.turn.Run;
import aether.observatory.turn.RunResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers the same each time, at once or after a while, and counts. */
final class Agent implements AgentRunner {
  private static final String REPLY =
      """
      {"reply_needed": true, "to": null, "reply_body": {"intent": "result", "text": "The id of an\
       order is `orders.id`, a bigint; migration 42 made it one."}, "summary": "named the type"}\
      """;
  private static final String NO_REPLY =
      """
      {"reply_needed": false, "to": null, "reply_body": null, "summary": "noted"}\
      """;
  private static final TurnUsage USAGE =
      new TurnUsage(
          Optional.of(new BigDecimal("0.01")),
          Optional.of(1_000L),
          Optional.of(50L),
          Duration.ofMillis(1),
          Optional.of("instant"));

  private final AtomicInteger runs = new AtomicInteger();
  private final String text;
  private final Duration takes;

  private Agent(String text, Duration takes) {
    this.text = text;
    this.takes = takes;
  }

  static Agent instant(boolean replies) {
    return new Agent(replies ? REPLY : NO_REPLY, Duration.ZERO);
  }

  static Agent taking(Duration time) {
    return new Agent(REPLY, time);
  }

  int runs() {
    return runs.get();
  }

  @Override
  public RunResult run(Run run) throws InterruptedException {
    if (takes.isPositive()) {
      Thread.sleep(takes);
    }
    runs.incrementAndGet();
    return new RunResult.Answered(text, UUID.randomUUID(), USAGE);
  }
}
