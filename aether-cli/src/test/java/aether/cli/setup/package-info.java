@NullMarked
package aether.cli.setup;

import org.jspecify.annotations.NullMarked;
