/** The resident daemon of one Body (CONTRACT §5). */
@NullMarked
package aether.observatory;

import org.jspecify.annotations.NullMarked;
