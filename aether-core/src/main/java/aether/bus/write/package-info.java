/** Write ports: what a Body, the operator or a client may change. */
@NullMarked
package aether.bus.write;

import org.jspecify.annotations.NullMarked;
