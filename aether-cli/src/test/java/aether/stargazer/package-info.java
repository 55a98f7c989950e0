/** Stargazer's own suite, in the company of other programs. */
@NullMarked
package aether.stargazer;

import org.jspecify.annotations.NullMarked;
