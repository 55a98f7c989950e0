/** Measures one Observatory on a Redis of its own; run by {@code scripts/bench}. */
@NullMarked
package aether.bench;

import org.jspecify.annotations.NullMarked;
