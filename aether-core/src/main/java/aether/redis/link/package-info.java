/**
 * What both halves of the Redis adapters stand on: connections, the translation of failures, and
 * the forms of stored values. Not exported.
 */
@NullMarked
package aether.redis.link;

import org.jspecify.annotations.NullMarked;
