/** One run of the agent and how its output is read. */
@NullMarked
package aether.observatory.turn;

import org.jspecify.annotations.NullMarked;
