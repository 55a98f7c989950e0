/** JSON as the first Aether writes it, byte for byte. Only codecs use it. */
@NullMarked
package aether.wire;

import org.jspecify.annotations.NullMarked;
