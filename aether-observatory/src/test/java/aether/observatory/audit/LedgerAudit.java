package aether.observatory.audit;

import static java.util.stream.Collectors.groupingBy;

import aether.message.ProjectId;
import aether.observatory.audit.Evidence.Purse;
import aether.observatory.audit.RunLedger.Message;
import aether.observatory.audit.RunLedger.Start;
import aether.observatory.audit.RunLedger.Visit;
import aether.observatory.pipeline.Ledger;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the ledgers say of each message what its runs have reported. A run that never reported
 * counts as what was set aside for it. Where the process was cut short, one report may not have
 * come to the ledger, and one run that was set aside for may not have begun; never is less there
 * than both allow.
 */
final class LedgerAudit {
  /** What the ledger must say at least and at most. */
  private record Range(BigDecimal least, BigDecimal most) {
    static final Range NOTHING = new Range(BigDecimal.ZERO, BigDecimal.ZERO);

    Range plus(BigDecimal less, BigDecimal more) {
      return new Range(least.add(less), most.add(more));
    }

    boolean holds(BigDecimal usd) {
      return usd.compareTo(least) >= 0 && usd.compareTo(most) <= 0;
    }

    @Override
    public String toString() {
      return least.compareTo(most) == 0 ? least + " USD" : least + " to " + most + " USD";
    }
  }

  private final RunLedger runs;
  private final Purse purse;
  private final Complaints found;

  LedgerAudit(RunLedger runs, Purse purse, Complaints found) {
    this.runs = runs;
    this.purse = purse;
    this.found = found;
  }

  void audit() {
    Map<Message, BigDecimal> booked = booked();
    Map<Message, Range> owed = owed();
    Set<Message> all = new HashSet<>(booked.keySet());
    all.addAll(owed.keySet());
    int unseen = runs.unseen();
    for (Message message : all) {
      BigDecimal usd = booked.getOrDefault(message, BigDecimal.ZERO);
      Range range = owed.getOrDefault(message, Range.NOTHING);
      while (unseen > 0 && usd.compareTo(range.most()) > 0) {
        range = range.plus(purse.aside(), purse.aside());
        unseen--;
      }
      found.addIf(
          !range.holds(usd),
          Equality.LEDGER,
          message + " stands in the ledger with " + usd + " USD, its runs reported " + range);
    }
  }

  private Map<Message, Range> owed() {
    Map<Message, Range> owed = new HashMap<>();
    Map<Message, List<Start>> starts = runs.paid().stream().collect(groupingBy(Start::message));
    starts.forEach((message, its) -> {
      Range range = Range.NOTHING;
      for (Start start : its) {
        BigDecimal said = start.cost().orElse(purse.aside());
        boolean cut = !start.visit().isSurvived();
        range =
            range.plus(cut ? said.min(purse.aside()) : said, cut ? said.max(purse.aside()) : said);
      }
      owed.put(message, range);
    });
    for (Visit visit : runs.cutShort()) {
      visit
          .message()
          .ifPresent(message ->
              owed.put(
                  message,
                  owed.getOrDefault(message, Range.NOTHING).plus(BigDecimal.ZERO, purse.aside())));
    }
    return owed;
  }

  private Map<Message, BigDecimal> booked() {
    Map<Message, BigDecimal> booked = new HashMap<>();
    purse
        .lines()
        .forEach((body, lines) ->
            reserved(body, lines)
                .values()
                .forEach(run -> booked.merge(run.message(), run.usd(), BigDecimal::add)));
    return booked;
  }

  private record Run(Message message, BigDecimal usd) {}

  private static Map<String, Run> reserved(ProjectId body, List<Ledger.Line> lines) {
    Map<String, Run> runs = new HashMap<>();
    for (Ledger.Line line : lines) {
      switch (line) {
        case Ledger.Reserved each ->
            runs.put(
                each.run(), new Run(new Message(body, each.sender(), each.message()), each.usd()));
        case Ledger.Settled each ->
            runs.computeIfPresent(each.run(), (_, run) -> new Run(run.message(), each.usd()));
        case Ledger.Released each -> runs.remove(each.run());
        case Ledger.Carried _, Ledger.Ended _, Ledger.Deferred _, Ledger.Granted _ -> {}
      }
    }
    return runs;
  }
}
