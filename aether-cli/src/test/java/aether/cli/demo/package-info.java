/** The demo, watched by tests. */
@NullMarked
package aether.cli.demo;

import org.jspecify.annotations.NullMarked;
