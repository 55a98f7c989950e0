package aether.redis.write;

import aether.redis.link.Exchange;
import aether.redis.link.Link;
import io.lettuce.core.KeyValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keys that must not change before the next transaction on a connection, and their values when the
 * watch began.
 */
record Watch(
    Exchange exchange, Set<String> keys, Link.Answer<List<KeyValue<String, String>>> read) {
  /** Begins a watch over {@code keys}; it goes out with whatever is sent next. */
  static Watch set(Exchange redis, Set<String> keys) {
    return set(redis, keys, Set.of());
  }

  /** As {@link #set(Exchange, Set)}; the values of {@code others} are read too, but not watched. */
  static Watch set(Exchange redis, Set<String> keys, Set<String> others) {
    String[] names = keys.toArray(String[]::new);
    redis.post(r -> r.watch(names));
    String[] all = Stream.concat(keys.stream(), others.stream()).distinct().toArray(String[]::new);
    return new Watch(redis, Set.copyOf(keys), redis.post(r -> r.mget(all)));
  }

  /** Whether this watch holds on {@code redis} for all of {@code wanted}. */
  boolean covers(Exchange redis, Set<String> wanted) {
    return exchange == redis && keys.containsAll(wanted);
  }

  /** The values of those keys that exist. */
  Map<String, String> values() {
    exchange.flush();
    return present(read.get());
  }

  /** Those of {@code found} that exist. */
  static Map<String, String> present(List<KeyValue<String, String>> found) {
    Map<String, String> values = new HashMap<>();
    found.stream()
        .filter(KeyValue::hasValue)
        .forEach(each -> values.put(each.getKey(), each.getValue()));
    return values;
  }
}
