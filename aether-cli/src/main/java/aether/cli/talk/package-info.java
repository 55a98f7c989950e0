/** Commands that say something: {@code send} and {@code consult}. */
@NullMarked
package aether.cli.talk;

import org.jspecify.annotations.NullMarked;
