/** The write adapters on Redis. */
@NullMarked
package aether.redis.write;

import org.jspecify.annotations.NullMarked;
