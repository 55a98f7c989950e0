package aether.redis.link;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;

/** One command of a transaction, whose reply comes with the others'. */
@FunctionalInterface
public interface Step {
  RedisFuture<?> on(RedisAsyncCommands<String, String> redis);
}
