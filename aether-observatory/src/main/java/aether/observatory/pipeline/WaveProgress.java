package aether.observatory.pipeline;

import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far the broadcast is settled: the highest position below which nothing is open. Waves settle
 * in any order, since conversations run side by side. Safe for several threads.
 */
final class WaveProgress {
  private static final Comparator<String> BY_POSITION =
      Comparator.<String, Long>comparing(id -> part(id, 0), Long::compareUnsigned)
          .thenComparing(id -> part(id, 1), Long::compareUnsigned);

  private final TreeMap<String, Boolean> settled = new TreeMap<>(BY_POSITION);

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
    return reached.filter(last -> BY_POSITION.compare(last, position) >= 0);
  }

  /** The wave at {@code position} is settled. */
  synchronized void settled(String position) {
    settled.computeIfPresent(position, (_, _) -> true);
    while (!settled.isEmpty() && settled.firstEntry().getValue()) {
      settled.pollFirstEntry();
    }
  }

  private static Long part(String id, int index) {
    int dash = id.indexOf('-');
    String part =
        dash < 0
            ? (index == 0 ? id : "0")
            : index == 0 ? id.substring(0, dash) : id.substring(dash + 1);
    return Long.parseUnsignedLong(part);
  }
}
