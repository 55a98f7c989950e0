package aether.observatory.pipeline;

import aether.bus.EventLog;
import aether.bus.write.Entry;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the broadcast is settled: the highest position below which nothing is open. Waves settle
 * in any order, since conversations run side by side. Safe for several threads.
 */
final class WaveProgress {
  /** Of settled waves in a row between two open ones only the last. */
  private final TreeMap<String, Boolean> settled = new TreeMap<>(Entry.IN_ORDER);

  private String reached = EventLog.START;
  private String written = EventLog.START;

  /** A wave was read. */
  synchronized void opened(String position) {
    settled.putIfAbsent(position, false);
  }

  /**
   * The position the cursor may move to if {@code position} is settled now; empty when an earlier
   * wave is still open.
   */
  synchronized Optional<String> settling(String position) {
    Optional<String> reached = Optional.empty();
    for (var wave : settled.entrySet()) {
      if (!wave.getValue() && !wave.getKey().equals(position)) {
        break;
      }
      reached = Optional.of(wave.getKey());
    }
    return reached.filter(last -> Entry.IN_ORDER.compare(last, position) >= 0);
  }

  /** The wave at {@code position} is settled. */
  synchronized void settled(String position) {
    if (settled.replace(position, true) == null) {
      return;
    }
    if (isSettled(settled.lowerEntry(position))) {
      settled.remove(settled.lowerKey(position));
    }
    if (isSettled(settled.higherEntry(position))) {
      settled.remove(position);
    }
    while (!settled.isEmpty() && settled.firstEntry().getValue()) {
      reached = settled.pollFirstEntry().getKey();
    }
  }

  /**
   * Where the cursor has to be moved besides, now that it was written to be at {@code cursor}:
   * waves that were settled at the same time did not know of each other.
   */
  synchronized Optional<String> lag(Optional<String> cursor) {
    cursor.filter(at -> Entry.IN_ORDER.compare(at, written) > 0).ifPresent(at -> written = at);
    if (Entry.IN_ORDER.compare(reached, written) <= 0) {
      return Optional.empty();
    }
    written = reached;
    return Optional.of(reached);
  }

  /** How many positions are kept: fewer than two for each open wave. */
  synchronized int size() {
    return settled.size();
  }

  private static boolean isSettled(Map.@Nullable Entry<String, Boolean> wave) {
    return wave != null && wave.getValue();
  }
}
