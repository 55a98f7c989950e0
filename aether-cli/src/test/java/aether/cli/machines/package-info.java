/** A bus and two Bodies on three machines. */
@NullMarked
package aether.cli.machines;

import org.jspecify.annotations.NullMarked;
