/**
 * What every executable shares: its surroundings, the connection options, exit codes, one-line
 * errors, colours and the log (CONTRACT §12).
 */
@NullMarked
package aether.terminal;

import org.jspecify.annotations.NullMarked;
