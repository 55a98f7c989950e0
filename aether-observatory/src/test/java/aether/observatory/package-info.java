/** The observatory command, as processes of its own on a real Redis. */
@NullMarked
package aether.observatory;

import org.jspecify.annotations.NullMarked;
