/** {@code aether keys}: by which keys this host knows who is who. */
@NullMarked
package aether.cli.keys;

import org.jspecify.annotations.NullMarked;
