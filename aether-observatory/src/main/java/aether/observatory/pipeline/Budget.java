package aether.observatory.pipeline;

import aether.event.Extinction;
import aether.event.TurnUsage;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.observatory.turn.RunResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets runs start as far as the ceilings allow, and keeps the ledger of them. Safe for several
 * threads: two runs never share what is left for one.
 */
final class Budget {
  /** What became of the wish to run. */
  sealed interface Answer {
    /**
     * The run may start; its cost is set aside under {@code run}.
     *
     * @param note what the bus shall remember of the ledger
     */
    record Reserved(String run, String note) implements Answer {}

    /** It may not now. */
    record Refused(Extinction.BudgetExhausted why) implements Answer {}

    /** Nobody knows, because the ledger cannot be trusted: it may not. */
    record Unknown(String error) implements Answer {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(Budget.class);
  private static final Duration MOMENT = Duration.ofMillis(100);

  /** What was spent, as it was counted last. */
  private record Glance(List<Ledger.Line> lines, Instant at, Spending spending) {}

  private final ProjectId me;
  private final Ceilings ceilings;
  private final Ledger ledger;
  private final InstantSource clock;
  private final Supplier<String> runIds;

  /** Lines of which the bus has no copy yet. */
  private final Queue<Ledger.Line> uncopied = new ConcurrentLinkedQueue<>();

  /** Lines that the ledger has not taken yet, in their order. */
  private final Queue<Ledger.Line> unwritten = new ConcurrentLinkedQueue<>();

  private final ReentrantLock writing = new ReentrantLock();

  private Optional<Glance> glance = Optional.empty();

  Budget(
      ProjectId me,
      Ceilings ceilings,
      Ledger ledger,
      InstantSource clock,
      Supplier<String> runIds) {
    this.me = me;
    this.ceilings = ceilings;
    this.ledger = ledger;
    this.clock = clock;
    this.runIds = runIds;
  }

  /**
   * Why a run for {@code envelope} may not start now; empty when it may.
   *
   * @throws Ledger.Unusable when nobody knows
   */
  Optional<Extinction.BudgetExhausted> objection(Envelope envelope) {
    return spending().objection(me, ceilings, request(envelope));
  }

  /** Thousands of messages may wait and ask: what was counted a moment ago is not counted anew. */
  private synchronized Spending spending() {
    Instant now = clock.instant();
    List<Ledger.Line> lines = ledger.lines();
    Optional<Spending> known =
        glance
            .filter(before -> before.lines().equals(lines))
            .filter(before -> Duration.between(before.at(), now).abs().compareTo(MOMENT) < 0)
            .map(Glance::spending);
    if (known.isPresent()) {
      return known.get();
    }
    Spending spending = Spending.of(ledger, now);
    glance = Optional.of(new Glance(lines, now, spending));
    return spending;
  }

  /** Sets the price of one run aside. */
  Answer reserve(Envelope envelope) {
    catchUp();
    try {
      return ledger.exclusively(() -> reserved(envelope));
    } catch (Ledger.Unusable e) {
      return new Answer.Unknown(String.valueOf(e.getMessage()));
    }
  }

  private Answer reserved(Envelope envelope) {
    Optional<Extinction.BudgetExhausted> objection =
        Spending.of(ledger, clock.instant()).objection(me, ceilings, request(envelope));
    if (objection.isPresent()) {
      return new Answer.Refused(objection.get());
    }
    String run = runIds.get();
    Ledger.Line line =
        new Ledger.Reserved(
            clock.instant(),
            run,
            envelope.id(),
            envelope.conversation(),
            envelope.from(),
            ceilings.turnUsd());
    try {
      ledger.append(line);
    } catch (Ledger.Unusable e) {
      unwritten.add(new Ledger.Released(clock.instant(), run)); // it may stand there all the same
      throw e;
    }
    return new Answer.Reserved(run, note(line));
  }

  /** {@code last} and what came before it since the last note. */
  private String note(Ledger.Line last) {
    List<String> lines = new ArrayList<>();
    for (Ledger.Line line = uncopied.poll(); line != null; line = uncopied.poll()) {
      lines.add(LineCodec.encode(line));
    }
    lines.add(LineCodec.encode(last));
    return String.join("\n", lines);
  }

  /**
   * Takes over what the notes on the bus know and the ledger does not, because its disk is a new
   * one: the stricter of both counts. Grants are never believed.
   */
  void adopt(List<String> notes) {
    List<Ledger.Line> copy =
        notes.stream()
            .flatMap(String::lines)
            .map(LineCodec::decode)
            .flatMap(Optional::stream)
            .toList();
    try {
      boolean _ =
          ledger.exclusively(() -> {
            List<Ledger.Line> known = ledger.lines();
            uncopied.addAll(Reconciliation.ends(known, copy));
            Reconciliation.missing(known, copy, clock.instant()).forEach(ledger::append);
            return true;
          });
    } catch (Ledger.Unusable e) {
      LOG.warn("{}; what the bus knows of it is not taken over", e.getMessage());
    }
  }

  /** The bus has perhaps not taken what it was to be told: the run does not take place. */
  void takeBack(Answer.Reserved purse) {
    purse.note().lines().map(LineCodec::decode).flatMap(Optional::stream).forEach(uncopied::add);
    release(purse.run());
  }

  /** Gives back what was set aside for a run that did not take place. */
  void release(String run) {
    copied(new Ledger.Released(clock.instant(), run));
  }

  /** Replaces what was set aside by what the run says it cost; without a word of it, that stays. */
  void settle(String run, RunResult result) {
    switch (result) {
      case RunResult.Answered answered ->
          answered.usage().costUsd().ifPresent(usd -> cost(run, usd));
      case RunResult.Failed(_, Optional<TurnUsage> usage) -> failed(run, usage);
      case RunResult.Signalled(_, Optional<TurnUsage> usage) -> failed(run, usage);
      case RunResult.StaleSession _ -> cost(run, BigDecimal.ZERO);
      case RunResult.LimitedUntil(_, _, Optional<TurnUsage> usage) -> refused(run, usage);
      case RunResult.Unable(_, Optional<TurnUsage> usage) -> refused(run, usage);
      case RunResult.PolicyViolation _ -> {}
    }
  }

  /** A run without a word of use had not begun; one that does not say its cost, pays in full. */
  private void failed(String run, Optional<TurnUsage> usage) {
    usage
        .map(TurnUsage::costUsd)
        .orElse(Optional.of(BigDecimal.ZERO))
        .ifPresent(usd -> cost(run, usd));
  }

  /** A run that was refused on its way has cost what it says, and is none where that is nothing. */
  private void refused(String run, Optional<TurnUsage> usage) {
    if (wasFree(usage)) {
      release(run);
    } else {
      usage.flatMap(TurnUsage::costUsd).ifPresent(usd -> cost(run, usd));
    }
  }

  /** Whether a run that was refused had not begun, or says that it has cost nothing. */
  static boolean wasFree(Optional<TurnUsage> usage) {
    return usage.map(TurnUsage::costUsd).orElse(Optional.of(BigDecimal.ZERO)).stream()
        .anyMatch(usd -> usd.signum() == 0);
  }

  /**
   * Whether this is the first time that {@code envelope} has to wait, as far as is known.
   *
   * @throws Ledger.Unusable when nobody knows
   */
  boolean isNews(Envelope envelope) {
    return ledger.lines().stream()
        .noneMatch(line ->
            line instanceof Ledger.Deferred deferred
                && deferred.message().equals(envelope.id())
                && deferred.sender().equals(envelope.from()));
  }

  /** Remembers that the bus was told that {@code envelope} waits. */
  void told(Envelope envelope, Extinction.BudgetExhausted why) {
    write(new Ledger.Deferred(clock.instant(), envelope.id(), envelope.from(), why.ceiling()));
  }

  private void cost(String run, BigDecimal usd) {
    copied(new Ledger.Settled(clock.instant(), run, usd));
  }

  /** Writes a line of which the bus gets a copy. */
  private void copied(Ledger.Line line) {
    uncopied.add(line);
    write(line);
  }

  private void write(Ledger.Line line) {
    unwritten.add(line);
    catchUp()
        .ifPresent(error -> LOG.warn("{}; until it is written what was set aside counts", error));
  }

  /**
   * Writes what the ledger did not take before. What is never written is not known later: what was
   * set aside then stays spent. @return why not all is written; empty when it is
   */
  Optional<String> catchUp() {
    if (unwritten.isEmpty()) {
      return Optional.empty();
    }
    writing.lock();
    try {
      for (Ledger.Line line = unwritten.peek(); line != null; line = unwritten.peek()) {
        ledger.append(line);
        unwritten.remove();
      }
      return Optional.empty();
    } catch (Ledger.Unusable e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } finally {
      writing.unlock();
    }
  }

  private static Spending.Request request(Envelope envelope) {
    return new Spending.Request(envelope.conversation(), envelope.from());
  }
}
