/**
 * What tests of every module stand on: a clock moved by hand, ids in sequence, a bus in memory, and
 * a real Redis.
 */
@NullMarked
package aether.testkit;

import org.jspecify.annotations.NullMarked;
