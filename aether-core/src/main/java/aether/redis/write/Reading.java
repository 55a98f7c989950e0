package aether.redis.write;

import aether.bus.BusException;
import aether.redis.link.Exchange;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A look at the bus that shares the round trips of the {@link FencedWriter}.
 *
 * @param keys strings that are read together with those of others
 * @param posting posts its other reads; what it returns makes the answer of their replies and of
 *     the values of {@code keys} (absent keys are left out)
 * @param <T> what the caller is told
 */
record Reading<T>(
    Set<String> keys,
    Function<Exchange, Function<Map<String, String>, T>> posting,
    CompletableFuture<T> told)
    implements Errand {

  /** A reading on its way. */
  @FunctionalInterface
  interface Posted {
    /** Waits for its replies and tells its caller, given the values of its keys. */
    void tell(Map<String, String> values);
  }

  @Override
  public boolean isInDoubt() {
    return false;
  }

  Posted post(Exchange redis) {
    Function<Map<String, String>, T> answer = posting.apply(redis);
    return values -> {
      try {
        told.complete(answer.apply(values));
      } catch (BusException.Unusable e) {
        failed(e);
      } catch (BusException e) {
        throw e;
      } catch (RuntimeException e) {
        failed(e);
      }
    };
  }
}
