/** The operator panel (CONTRACT §9): the command, the server, its routes, the token. */
@NullMarked
package aether.operator;

import org.jspecify.annotations.NullMarked;
