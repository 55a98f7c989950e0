/**
 * Who may do what on a bus: a Redis user for each component, the file that tells Redis, and the
 * proof that a server does as the file says.
 */
@NullMarked
package aether.redis.acl;

import org.jspecify.annotations.NullMarked;
