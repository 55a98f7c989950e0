/** Who is who: keys of Bodies and people, and what is known of those of others (ADR 10). */
@NullMarked
package aether.identity;

import org.jspecify.annotations.NullMarked;
