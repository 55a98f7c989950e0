/** Commands that run a bus on this machine, or choose one. */
@NullMarked
package aether.cli.bus;

import org.jspecify.annotations.NullMarked;
