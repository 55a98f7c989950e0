package aether.bus;

import aether.bus.AuditTrail.Head;
import aether.bus.AuditTrail.Verdict;
import java.util.Optional;

/** Follows the audit trail from its first record on and says what does not fit. */
final class AuditChain {
  private final Optional<Head> head;
  private long number;
  private String hash = AuditRecord.NONE;

  /**
   * @param head the end of the chain, asked for before its first record was read: later records may
   *     have been joined on since
   */
  AuditChain(Optional<Head> head) {
    this.head = head;
  }

  /** Joins {@code next} on. @return why it does not fit; empty when it does */
  Optional<String> join(AuditRecord next) {
    if (next.number() != number + 1) {
      return Optional.of(
          "it bears the number " + next.number() + " where " + (number + 1) + " is due");
    }
    if (!next.previous().equals(hash)) {
      return Optional.of("it does not follow the record before it");
    }
    if (!next.hash().equals(AuditRecord.hash(next.number(), next.previous(), next.data()))) {
      return Optional.of("its content is not what was written");
    }
    if (head.filter(end -> end.number() == next.number() && !end.hash().equals(next.hash()))
        .isPresent()) {
      return Optional.of("it is not the record that was written last");
    }
    number = next.number();
    hash = next.hash();
    return Optional.empty();
  }

  /** What is to be said when no record follows that at {@code position}. */
  Verdict end(String position) {
    if (head.isEmpty() && number > 0) {
      return new Verdict.Broken(position, "the end of the chain is no longer known");
    }
    long written = head.map(Head::number).orElse(0L);
    return written > number
        ? new Verdict.Broken(position, (written - number) + " records after it are missing")
        : new Verdict.Whole(number, hash);
  }
}
