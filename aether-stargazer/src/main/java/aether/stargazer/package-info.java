/** The read-only dashboard (CONTRACT §10): the command, the server, its routes, its views. */
@NullMarked
package aether.stargazer;

import org.jspecify.annotations.NullMarked;
