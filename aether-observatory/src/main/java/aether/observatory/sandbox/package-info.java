/** What the operating system lets an agent's process see and change. */
@NullMarked
package aether.observatory.sandbox;

import org.jspecify.annotations.NullMarked;
