/** The register gate: replies that say nothing stay at home (CONTRACT §8). */
@NullMarked
package aether.observatory.courtesy;

import org.jspecify.annotations.NullMarked;
