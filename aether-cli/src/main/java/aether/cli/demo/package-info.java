/**
 * {@code aether demo}: a bus, a few Bodies and a conversation, all of it its own, so that every
 * promise of Aether can be watched being kept.
 */
@NullMarked
package aether.cli.demo;

import org.jspecify.annotations.NullMarked;
