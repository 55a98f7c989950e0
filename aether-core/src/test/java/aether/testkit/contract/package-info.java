/**
 * What every bus must do, one suite per group of ports: each runs on memory and on a real Redis.
 */
@NullMarked
package aether.testkit.contract;

import org.jspecify.annotations.NullMarked;
