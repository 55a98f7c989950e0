/** The command of this module's own jar. */
@NullMarked
package aether;

import org.jspecify.annotations.NullMarked;
