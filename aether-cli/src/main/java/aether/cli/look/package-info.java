/** Commands that look and change nothing. */
@NullMarked
package aether.cli.look;

import org.jspecify.annotations.NullMarked;
