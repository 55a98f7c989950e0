/** Commands that make a project known on the bus. */
@NullMarked
package aether.cli.client;

import org.jspecify.annotations.NullMarked;
