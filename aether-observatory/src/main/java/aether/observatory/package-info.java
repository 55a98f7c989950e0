/** The resident daemon of one Body (CONTRACT §5): its command and its composition root. */
@NullMarked
package aether.observatory;

import org.jspecify.annotations.NullMarked;
