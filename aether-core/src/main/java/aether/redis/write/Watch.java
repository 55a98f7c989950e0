package aether.redis.write;

import aether.redis.link.Exchange;
import aether.redis.link.Link;
import io.lettuce.core.KeyValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keys that must not change before the next transaction on a connection, and their values when the
 * watch began.
 */
record Watch(
    Exchange exchange, Set<String> keys, Link.Answer<List<KeyValue<String, String>>> read) {
  /** Begins a watch over {@code keys}; it goes out with whatever is sent next. */
  static Watch set(Exchange redis, Set<String> keys) {
    String[] names = keys.toArray(String[]::new);
    redis.post(r -> r.watch(names));
    return new Watch(redis, Set.copyOf(keys), redis.post(r -> r.mget(names)));
  }

  /** Whether this watch holds on {@code redis} for all of {@code wanted}. */
  boolean covers(Exchange redis, Set<String> wanted) {
    return exchange == redis && keys.containsAll(wanted);
  }

  /** The values of those keys that exist. */
  Map<String, String> values() {
    exchange.flush();
    Map<String, String> values = new HashMap<>();
    read.get().stream()
        .filter(KeyValue::hasValue)
        .forEach(each -> values.put(each.getKey(), each.getValue()));
    return values;
  }
}
