package aether.redis.link;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;

/**
 * One command, not yet sent.
 *
 * @param <T> its reply; {@code null} where Redis answers nil
 */
@FunctionalInterface
public interface Call<T> {
  RedisFuture<T> on(RedisAsyncCommands<String, String> redis);
}
