/** The {@code aether} command: its subcommands, and what they have in common. */
@NullMarked
package aether.cli;

import org.jspecify.annotations.NullMarked;
