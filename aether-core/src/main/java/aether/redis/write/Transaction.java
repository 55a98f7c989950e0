package aether.redis.write;

import aether.redis.link.Exchange;
import aether.redis.link.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What is to be written all at once or not at all, as long as its writer owns the Body.
 *
 * @param calls the commands, in order
 * @param outcome makes of their replies what the caller is told
 * @param guards keys whose values decide whether it may still be written
 * @param veto given the values of {@code guards} (absent keys are left out): what the caller is
 *     told when it may not be written
 * @param already asked after a lost reply: what the caller is told when it was written after all
 * @param inDoubt whether it may have been written before, so that {@code already} is asked first
 * @param <T> what the caller is told
 */
record Transaction<T>(
    List<Step> calls,
    Function<List<Object>, T> outcome,
    Set<String> guards,
    Function<Map<String, String>, Optional<T>> veto,
    Function<Exchange, Optional<T>> already,
    boolean inDoubt) {
  Transaction {
    calls = List.copyOf(calls);
    guards = Set.copyOf(guards);
  }

  /** One that only the ownership of the Body can stop. */
  static <T> Transaction<T> of(
      List<Step> calls,
      Function<List<Object>, T> outcome,
      Function<Exchange, Optional<T>> already) {
    return new Transaction<>(calls, outcome, Set.of(), _ -> Optional.empty(), already, false);
  }
}
