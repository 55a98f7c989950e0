/**
 * The read adapters on Redis, and the only place besides {@code aether.redis.write} that knows
 * Lettuce.
 */
@NullMarked
package aether.redis;

import org.jspecify.annotations.NullMarked;
