/** From a raw entry to a settlement: a visible list of stages (CONTRACT §5). */
@NullMarked
package aether.observatory.pipeline;

import org.jspecify.annotations.NullMarked;
