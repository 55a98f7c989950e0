/** What happened: the records of the global mirror {@code aether:events} (CONTRACT §4). */
@NullMarked
package aether.event;

import org.jspecify.annotations.NullMarked;
