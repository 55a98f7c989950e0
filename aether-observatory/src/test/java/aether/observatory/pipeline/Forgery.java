package aether.observatory.pipeline;

import aether.bus.write.LogEntry;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.testkit.InMemoryBus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Somebody who writes what only a Body itself should: its log, its sessions, its ledger's copy. */
final class Forgery {
  private static final ConversationId CONVERSATION = new ConversationId("c-1");

  private final RandomGenerator random;
  private final InMemoryBus bus;
  private final ProjectId victim;

  Forgery(RandomGenerator random, InMemoryBus bus, ProjectId victim) {
    this.random = random;
    this.bus = bus;
    this.victim = victim;
  }

  /**
   * Writes one thing.
   *
   * @param running the message that the victim is working on
   */
  void commit(Optional<Envelope> running, Instant now) {
    switch (random.nextInt(4)) {
      case 0 -> bus.rawNote(victim, LineCodec.encode(note(now)));
      case 1 -> bus.rawNote(victim, "{\"kind\": \"settle\", \"usd\": \"-100\", \"run\": [");
      case 2 ->
          bus.rawSession(
              victim,
              running.map(Envelope::conversation).orElse(CONVERSATION),
              random.nextBoolean() ? "--dangerously-skip-permissions" : "");
      default -> running.ifPresent(message -> bus.rawLog(victim, message, log(message)));
    }
  }

  /** As though runs had cost nothing, had never been, or were granted. */
  private Ledger.Line note(Instant now) {
    String run = "run-" + random.nextInt(1, 60);
    return switch (random.nextInt(5)) {
      case 0 -> new Ledger.Settled(now, run, BigDecimal.ZERO);
      case 1 -> new Ledger.Released(now, run);
      case 2 -> new Ledger.Granted(now, now.plus(Duration.ofDays(9)), new BigDecimal(9_000));
      case 3 -> new Ledger.Carried(now, CONVERSATION, 0, BigDecimal.ZERO);
      default ->
          new Ledger.Reserved(
              now.minus(Duration.ofDays(3)),
              run,
              new MessageId("m-1"),
              CONVERSATION,
              victim,
              BigDecimal.ZERO);
    };
  }

  /** As though it had no run yet, or had one that said anything. */
  private LogEntry log(Envelope message) {
    LogEntry.State[] states = LogEntry.State.values();
    return new LogEntry(
        states[random.nextInt(states.length)],
        random.nextBoolean() ? 0 : random.nextInt(-5, 100),
        random.nextBoolean() ? Optional.of("{\"reply_needed\": 7}") : Optional.empty(),
        Optional.of("../../etc/passwd"),
        Optional.of("0-0"),
        Optional.of(message.from().value()));
  }
}
