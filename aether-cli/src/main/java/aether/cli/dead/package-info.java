/** Commands for what could not be processed: {@code dead list|show|retry|drop}. */
@NullMarked
package aether.cli.dead;

import org.jspecify.annotations.NullMarked;
