package aether.bus;

import java.util.List;
import java.util.Optional;

/**
 * What operators did and what they were refused, for reading ({@code aether:audit}). Nothing is
 * ever taken out; each record holds the hash of the one before, so that a change shows.
 */
public interface AuditTrail {
  /** The position before every record. */
  String START = "0-0";

  /** How many records {@link #verify} reads at a time. */
  int PAGE = 1000;

  /** At most {@code count} records strictly after {@code position}, oldest first; none: empty. */
  List<AuditRecord> after(String position, int count);

  /** The newest {@code count} records, oldest first. */
  List<AuditRecord> latest(int count);

  /** The link at which the next record is joined on, as the last writer left it. */
  Optional<Head> head();

  /**
   * The end of the chain.
   *
   * @param number of the newest record
   */
  record Head(long number, String hash) {}

  /** What reading the whole trail has shown. */
  sealed interface Verdict {
    /** Every record fits. */
    record Whole(long records, String hash) implements Verdict {}

    /**
     * One does not.
     *
     * @param position that of the first that does not fit; of the last one when the end is missing
     * @param why one line
     */
    record Broken(String position, String why) implements Verdict {}
  }

  /** Reads the trail from its beginning until a record does not fit, or to its end. */
  default Verdict verify() {
    AuditChain chain = new AuditChain(head());
    String position = START;
    List<AuditRecord> page;
    do {
      page = after(position, PAGE);
      for (AuditRecord record : page) {
        Optional<String> misfit = chain.join(record);
        if (misfit.isPresent()) {
          return new Verdict.Broken(record.position(), misfit.get());
        }
        position = record.position();
      }
    } while (page.size() == PAGE);
    return chain.end(position);
  }
}
