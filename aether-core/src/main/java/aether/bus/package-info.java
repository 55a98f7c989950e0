/** Read ports: what anybody may look at. */
@NullMarked
package aether.bus;

import org.jspecify.annotations.NullMarked;
