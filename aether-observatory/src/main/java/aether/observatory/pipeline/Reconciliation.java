package aether.observatory.pipeline;

import aether.message.ConversationId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a copy of a ledger knows that the ledger does not: lines that make it count no less than
 * either. A copy can only add; its grants, and what it wants taken back, are not believed. It may
 * lack the end of a run: then what the ledger says of that run stands.
 */
final class Reconciliation {
  /** A copy that says more of one run is not believed. */
  private static final BigDecimal MOST = new BigDecimal(1_000);

  private record Run(Ledger.Reserved reserved, BigDecimal usd) {}

  /** What is known of one conversation. */
  private record Total(Instant last, int turns, BigDecimal usd) {
    static final Total NONE = new Total(Instant.MIN, 0, BigDecimal.ZERO);

    Total plus(Instant at, int more, BigDecimal cost) {
      return new Total(at.isAfter(last) ? at : last, turns + more, usd.add(cost));
    }
  }

  private Reconciliation() {}

  /** The lines to add to {@code known} at {@code now}. */
  static List<Ledger.Line> missing(List<Ledger.Line> known, List<Ledger.Line> copy, Instant now) {
    List<Ledger.Line> add = new ArrayList<>();
    Map<String, Run> here = runs(known);
    Set<String> mentioned = mentioned(known);
    Map<String, Run> there = believed(copy, here, mentioned);
    for (Run run : there.values()) {
      String id = run.reserved().run();
      boolean recent = run.reserved().at().isAfter(now.minus(Ledger.DAY));
      if (recent && !mentioned.contains(id)) {
        add.add(run.reserved());
        add.add(new Ledger.Settled(now, id, run.usd()));
        here.put(id, run);
      } else if (here.containsKey(id) && run.usd().compareTo(here.get(id).usd()) > 0) {
        add.add(new Ledger.Settled(now, id, run.usd()));
        here.put(id, run);
      }
    }
    add.addAll(deficits(totals(known, here), totals(List.of(), there), now));
    return add;
  }

  /** The ends of runs that {@code copy} lacks although it has their beginnings. */
  static List<Ledger.Line> ends(List<Ledger.Line> known, List<Ledger.Line> copy) {
    Set<String> open = mentioned(copy);
    copy.forEach(line -> ended(line).ifPresent(open::remove));
    return known.stream().filter(line -> ended(line).filter(open::contains).isPresent()).toList();
  }

  private static Optional<String> ended(Ledger.Line line) {
    return switch (line) {
      case Ledger.Settled settled -> Optional.of(settled.run());
      case Ledger.Released released -> Optional.of(released.run());
      case Ledger.Reserved _,
          Ledger.Deferred _,
          Ledger.Carried _,
          Ledger.Ended _,
          Ledger.Granted _ ->
          Optional.empty();
    };
  }

  /** The runs of a copy; those whose end it lacks are as they are here, if they are known here. */
  private static Map<String, Run> believed(
      List<Ledger.Line> copy, Map<String, Run> here, Set<String> mentioned) {
    Map<String, Run> there = runs(copy);
    Set<String> unended = new HashSet<>(there.keySet());
    for (Ledger.Line line : copy) {
      if (line instanceof Ledger.Settled settled) {
        unended.remove(settled.run());
      }
    }
    unended.retainAll(mentioned);
    for (String id : unended) {
      there.remove(id);
      Optional.ofNullable(here.get(id)).ifPresent(run -> there.put(id, run));
    }
    return there;
  }

  private static List<Ledger.Line> deficits(
      Map<ConversationId, Total> here, Map<ConversationId, Total> there, Instant now) {
    List<Ledger.Line> lines = new ArrayList<>();
    there.forEach((conversation, more) -> {
      Total less = here.getOrDefault(conversation, Total.NONE);
      int turns = Math.max(0, more.turns() - less.turns());
      BigDecimal usd = more.usd().subtract(less.usd()).max(BigDecimal.ZERO);
      boolean kept = more.last().isAfter(now.minus(Ledger.CONVERSATION_KEPT));
      if (kept && (turns > 0 || usd.signum() > 0)) {
        lines.add(new Ledger.Carried(more.last(), conversation, turns, usd));
      }
    });
    return lines;
  }

  private static Map<ConversationId, Total> totals(List<Ledger.Line> lines, Map<String, Run> runs) {
    Map<ConversationId, Total> totals = new HashMap<>();
    for (Ledger.Line line : lines) {
      if (line instanceof Ledger.Carried(var at, var conversation, int turns, var usd)) {
        totals.put(
            conversation, totals.getOrDefault(conversation, Total.NONE).plus(at, turns, usd));
      }
    }
    for (Run run : runs.values()) {
      ConversationId conversation = run.reserved().conversation();
      Total before = totals.getOrDefault(conversation, Total.NONE);
      totals.put(conversation, before.plus(run.reserved().at(), 1, run.usd()));
    }
    return totals;
  }

  private static Map<String, Run> runs(List<Ledger.Line> lines) {
    Map<String, Run> runs = new LinkedHashMap<>();
    for (Ledger.Line line : lines) {
      switch (line) {
        case Ledger.Reserved reserved when reserved.usd().compareTo(MOST) <= 0 ->
            runs.put(reserved.run(), new Run(reserved, reserved.usd()));
        case Ledger.Settled settled when settled.usd().compareTo(MOST) <= 0 ->
            runs.computeIfPresent(
                settled.run(), (_, run) -> new Run(run.reserved(), settled.usd()));
        case Ledger.Released released -> runs.remove(released.run());
        case Ledger.Reserved _,
            Ledger.Settled _,
            Ledger.Deferred _,
            Ledger.Carried _,
            Ledger.Ended _,
            Ledger.Granted _ -> {}
      }
    }
    return runs;
  }

  /** The runs of which anything is known, those that did not take place too. */
  private static Set<String> mentioned(List<Ledger.Line> lines) {
    return lines.stream()
        .filter(Ledger.Reserved.class::isInstance)
        .map(line -> ((Ledger.Reserved) line).run())
        .collect(Collectors.toCollection(HashSet::new));
  }
}
