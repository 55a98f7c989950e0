/** What a Body may spend and has spent: {@code limits} and {@code budget}. */
@NullMarked
package aether.cli.budget;

import org.jspecify.annotations.NullMarked;
