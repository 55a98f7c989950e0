/** {@code aether completion} and {@code aether install-shim}: Aether in a user's shell. */
@NullMarked
package aether.cli.shell;

import org.jspecify.annotations.NullMarked;
