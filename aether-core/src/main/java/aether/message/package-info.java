/** The envelope and everything in it: what travels on the bus (CONTRACT §2). */
@NullMarked
package aether.message;

import org.jspecify.annotations.NullMarked;
