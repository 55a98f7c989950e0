/** Milestones of running turns, on their way to the mirror. */
@NullMarked
package aether.observatory.telescope;

import org.jspecify.annotations.NullMarked;
