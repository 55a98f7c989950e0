package aether.observatory.pipeline;

import aether.bus.write.Journal;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.Envelope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a message waits that would break a ceiling: its conversation stands still, others go on.
 * The bus is told once. Safe for several threads.
 */
final class BudgetGate {
  /** After so many looks at the ledger the message's conversation is looked at anew. */
  private static final int LOOKS = 60;

  private final Budget budget;
  private final Journal journal;
  private final InstantSource clock;
  private final Duration poll;
  private final Pause pause;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * @param poll between two looks at the ledger
   */
  BudgetGate(Budget budget, Journal journal, InstantSource clock, Duration poll, Pause pause) {
    this.budget = budget;
    this.journal = journal;
    this.clock = clock;
    this.poll = poll;
    this.pause = pause;
  }

  /**
   * Lets {@code envelope} through at once when there is budget for it; else tells the bus and waits
   * a while. @return whether it may try to run; when not, the operator may have spoken meanwhile
   */
  boolean pass(Envelope envelope) throws InterruptedException {
    Optional<Extinction.BudgetExhausted> objection = objection(envelope);
    if (objection.isPresent()) {
      tell(envelope, objection.get());
    }
    for (int looks = 0; objection.isPresent() && looks < LOOKS; looks++) {
      pause.of(poll);
      objection = objection(envelope);
    }
    if (objection.isEmpty()) {
      told.remove(key(envelope));
    }
    return objection.isEmpty();
  }

  /** A ledger that cannot be read is dealt with where the run would be reserved. */
  private Optional<Extinction.BudgetExhausted> objection(Envelope envelope) {
    try {
      return budget.objection(envelope);
    } catch (Ledger.Unusable e) {
      return Optional.empty();
    }
  }

  private void tell(Envelope envelope, Extinction.BudgetExhausted why) {
    if (told.contains(key(envelope)) || !budget.isNews(envelope)) {
      return;
    }
    journal.append(
        List.of(
            new Event.Extinguished(
                Optional.of(envelope),
                Optional.of(envelope.conversation()),
                why,
                clock.instant())));
    told.add(key(envelope));
    budget.told(envelope, why);
  }

  private static String key(Envelope envelope) {
    return envelope.from() + " " + envelope.id();
  }
}
