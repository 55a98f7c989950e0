package aether.observatory.ledger;

import aether.message.ConversationId;
import aether.observatory.pipeline.Ledger;
import aether.observatory.pipeline.Ledger.Carried;
import aether.observatory.pipeline.Ledger.Deferred;
import aether.observatory.pipeline.Ledger.Ended;
import aether.observatory.pipeline.Ledger.Granted;
import aether.observatory.pipeline.Ledger.Line;
import aether.observatory.pipeline.Ledger.Released;
import aether.observatory.pipeline.Ledger.Reserved;
import aether.observatory.pipeline.Ledger.Settled;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A ledger in fewer lines that allow the same: the runs of the last day as they are, each earlier
 * one in the sum of its conversation, and nothing of a conversation that was not used for 90 days.
 */
final class Compaction {
  private static final Duration DEFERRED_KEPT = Duration.ofDays(30);
  private static final int DEFERRED = 10_000;

  private final Instant now;
  private final Map<String, Reserved> runs = new LinkedHashMap<>();
  private final Map<String, Settled> settled = new LinkedHashMap<>();
  private final Map<ConversationId, Carried> carried = new LinkedHashMap<>();
  private final List<Line> releases = new ArrayList<>();
  private final List<Line> endings = new ArrayList<>();
  private final List<Line> others = new ArrayList<>();

  private Compaction(Instant now) {
    this.now = now;
  }

  /** The lines that {@code lines} come to at {@code now}. */
  static List<Line> of(List<Line> lines, Instant now) {
    Compaction compaction = new Compaction(now);
    lines.forEach(compaction::take);
    return compaction.result();
  }

  private void take(Line line) {
    switch (line) {
      case Reserved reserved -> runs.put(reserved.run(), reserved);
      case Settled cost -> settled.put(cost.run(), cost);
      case Released released -> release(released);
      case Carried before -> carry(before);
      case Ended ended -> {
        if (isWithin(Ledger.CONVERSATION_KEPT, ended)) {
          endings.add(ended);
        }
      }
      case Deferred deferred -> {
        if (isWithin(DEFERRED_KEPT, deferred)) {
          others.add(deferred);
        }
      }
      case Granted granted -> {
        if (granted.until().isAfter(now)) {
          others.add(granted);
        }
      }
    }
  }

  /** It stays for a day: a copy that lacks it must not bring its run back. */
  private void release(Released released) {
    Reserved run = runs.remove(released.run());
    if (run != null && isWithin(Ledger.DAY, run)) {
      releases.add(run);
      releases.add(released);
    }
  }

  private List<Line> result() {
    List<Line> recent = new ArrayList<>();
    runs.forEach((id, run) -> {
      Settled cost = settled.get(id);
      if (isWithin(Ledger.DAY, run)) {
        recent.add(run);
        if (cost != null) {
          recent.add(cost);
        }
      } else {
        BigDecimal usd = cost == null ? run.usd() : cost.usd();
        carry(new Carried(run.at(), run.conversation(), 1, usd));
      }
    });
    recent.addAll(0, releases);
    List<Line> result = new ArrayList<>();
    carried.values().stream()
        .filter(line -> isWithin(Ledger.CONVERSATION_KEPT, line))
        .forEach(result::add);
    result.addAll(endings);
    result.addAll(others.subList(Math.max(0, others.size() - DEFERRED), others.size()));
    result.addAll(recent);
    return result;
  }

  private void carry(Carried line) {
    carried.merge(
        line.conversation(),
        line,
        (a, b) ->
            new Carried(
                a.at().isAfter(b.at()) ? a.at() : b.at(),
                a.conversation(),
                a.turns() + b.turns(),
                a.usd().add(b.usd())));
  }

  private boolean isWithin(Duration span, Line line) {
    return line.at().isAfter(now.minus(span));
  }
}
