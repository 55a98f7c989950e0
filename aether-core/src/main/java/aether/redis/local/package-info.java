/**
 * A Redis of one's own: finds a server program on this machine and runs it, on the loopback
 * interface alone, with its script engine off.
 */
@NullMarked
package aether.redis.local;

import org.jspecify.annotations.NullMarked;
