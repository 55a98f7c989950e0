/** The emergency stop of one host: {@code stop --all} and {@code go}. It does not need the bus. */
@NullMarked
package aether.cli.halt;

import org.jspecify.annotations.NullMarked;
