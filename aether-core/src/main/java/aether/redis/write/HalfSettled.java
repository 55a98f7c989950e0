package aether.redis.write;

import aether.bus.BusException;
import aether.message.ProjectId;
import aether.redis.link.Failures;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The settlements of one Body of which a part is still to be written. Safe for use by several
 * threads, one for each settlement.
 */
final class HalfSettled {
  private final ProjectId me;
  private final FencedWriter writer;
  private final Map<String, Left> left = new ConcurrentHashMap<>();

  /**
   * @param inDoubt whether nobody knows if it is written by now
   */
  private record Left(Remainder remainder, boolean inDoubt) {}

  HalfSettled(ProjectId me, FencedWriter writer) {
    this.me = me;
    this.writer = writer;
  }

  /** Whether a part of the settlement of {@code place} is still to be written. */
  boolean contains(String place) {
    return left.containsKey(place);
  }

  int size() {
    return left.size();
  }

  /** Takes in what is left of the settlement of {@code place}. */
  void add(String place, Remainder remainder) {
    left.put(place, new Left(remainder, false));
  }

  /**
   * Writes what is left of the settlement of {@code place}.
   *
   * @throws BusException.Unavailable when it cannot be; it is kept, to be tried again
   */
  void finish(String place) {
    Left now = Optional.ofNullable(left.get(place)).orElseThrow();
    try {
      write(now);
      left.remove(place);
    } catch (HalfWritten e) {
      left.put(place, new Left(now.remainder().after(me, e), false));
      throw e.first();
    } catch (BusException.Unavailable e) {
      left.put(place, new Left(now.remainder(), now.inDoubt() || !Failures.answered(e)));
      throw e;
    }
  }

  private void write(Left now) {
    Remainder remainder = now.remainder();
    if (remainder.isEmpty()) {
      return;
    }
    boolean _ =
        writer.write(
            new Transaction<>(
                remainder.parts(me).stream().map(Part::step).toList(),
                _ -> true,
                Set.of(),
                _ -> Optional.empty(),
                redis -> remainder.isWritten(redis, me) ? Optional.of(true) : Optional.empty(),
                now.inDoubt()));
  }
}
