package aether.redis.write;

import java.util.LinkedHashMap;
import java.util.Map;

/** A set that remembers only what was added to it last. Safe for use by several threads. */
final class Recent {
  private static final int LIMIT = 4_096;

  private final Map<String, Boolean> names =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > LIMIT;
        }
      };

  synchronized void add(String name) {
    names.put(name, true);
  }

  synchronized void remove(String name) {
    names.remove(name);
  }

  synchronized boolean contains(String name) {
    return names.containsKey(name);
  }
}
