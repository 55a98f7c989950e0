/** Whole processes under fire: killed, paused and cut off while messages flow, then audited. */
@org.jspecify.annotations.NullMarked
package aether.observatory.fleet;
