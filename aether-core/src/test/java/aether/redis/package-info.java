/** The contract suites of the ports on a real Redis. */
@NullMarked
package aether.redis;

import org.jspecify.annotations.NullMarked;
