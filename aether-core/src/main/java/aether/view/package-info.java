/** Pure read models over events (CONTRACT §10). No I/O, no clock. */
@NullMarked
package aether.view;

import org.jspecify.annotations.NullMarked;
